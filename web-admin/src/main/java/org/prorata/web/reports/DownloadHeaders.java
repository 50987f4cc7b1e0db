package org.prorata.web.reports;

import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;
import org.prorata.reporting.document.Format;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.UriUtils;

/** The headers of files that people take with them. */
public final class DownloadHeaders {

    private DownloadHeaders() {
    }

    /**
     * Has only this browser keep a file, and ask each time whether it is still the one.
     */
    public static void cache(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL,
                CacheControl.noCache().cachePrivate().mustRevalidate().getHeaderValue());
    }

    /**
     * Has a file saved under a name.
     * @param name plain ASCII, for programs that know no better
     * @param localName the same in the reader's language, as RFC 8187 has it
     * @param size in bytes, so that a file that is cut off is seen to be
     */
    public static void attachment(HttpServletResponse response, Format format, String name, String localName,
            long size) {
        response.setContentType(format.mediaType());
        response.setContentLengthLong(size);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"; filename*=UTF-8''"
                + UriUtils.encode(localName, StandardCharsets.UTF_8));
    }

}
