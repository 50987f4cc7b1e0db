package org.prorata.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the templates for what the content security policy would block, and for what
 * would let data be read as markup or as an expression.
 */
class TemplatesTests {

    private static final Map<String, Pattern> FORBIDDEN = Map.of("an inline script",
            Pattern.compile("<script(?![^>]*\\s(th:)?src=)|<script[^>]*>\\s*[^<\\s]"), "an inline style",
            Pattern.compile("<style|\\s(th:)?style=|th:styleappend|th:attr[a-z]*=\"[^\"]*style="), "an event handler",
            Pattern.compile("\\s(th:)?on[a-z]+=|hx-on|javascript:|hx-vals=\"js:|hx-vars"), "text that is not escaped",
            Pattern.compile("th:utext|\\[\\("), "a preprocessed expression", Pattern.compile("__\\$"),
            "an expression in a script", Pattern.compile("th:inline=\"(javascript|css)"), "something from elsewhere",
            Pattern.compile("\\s(src|href|action)=\"(https?:)?//"));

    static Stream<Resource> templates() throws IOException {
        return Stream.of(new PathMatchingResourcePatternResolver().getResources("classpath*:/templates/**/*.html"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aTemplateHasNothingThatRunsOrIsNotEscaped(Resource template) throws IOException {
        assertThat(breaches(template.getContentAsString(StandardCharsets.UTF_8))).as(template.getFilename()).isEmpty();
    }

    @Test
    void whatIsForbiddenIsSeen() {
        assertThat(breaches("<script>x</script>")).containsExactly("an inline script: <script");
        assertThat(breaches("<script src=\"/a.js\">x</script>")).hasSize(1);
        assertThat(breaches("<p th:utext=\"${x}\" style=\"color:red\" onclick=\"x()\">[(${y})]")).hasSize(4);
        assertThat(breaches("<p th:text=\"${__${x}__}\">")).hasSize(1);
        assertThat(breaches("<script th:inline=\"javascript\" src=\"/a.js\"></script>")).hasSize(1);
        assertThat(breaches("<img src=\"https://elsewhere.example/x.png\">")).hasSize(1);
        assertThat(breaches("<script th:src=\"@{/assets/a.js}\" defer></script><p th:text=\"${x}\" class=\"style\">"))
            .isEmpty();
    }

    private static List<String> breaches(String html) {
        List<String> breaches = new ArrayList<>();
        FORBIDDEN.forEach((what, pattern) -> pattern.matcher(html)
            .results()
            .forEach(found -> breaches.add(what + ": " + found.group().strip())));
        return breaches;
    }

}
