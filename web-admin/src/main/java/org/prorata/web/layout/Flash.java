package org.prorata.web.layout;

import java.io.Serializable;
import java.util.List;

import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What a page tells about what was just done, after the redirect that followed it.
 *
 * @param tone how it went
 * @param key the key of the message
 * @param arguments what the message is about
 */
public record Flash(Tone tone, String key, List<String> arguments) implements Serializable {

    /** How it went; the name is the end of the style. */
    public enum Tone {

        SUCCESS, WARNING

    }

    /** Shows that something was done on the page that the redirect leads to. */
    public static void done(RedirectAttributes redirect, String key, String... arguments) {
        redirect.addFlashAttribute("flash", new Flash(Tone.SUCCESS, key, List.of(arguments)));
    }

    /** Shows that something was not done. */
    public static void notDone(RedirectAttributes redirect, String key, String... arguments) {
        redirect.addFlashAttribute("flash", new Flash(Tone.WARNING, key, List.of(arguments)));
    }

}
