package org.prorata.web.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Some of a list.
 *
 * @param data what is on this page
 * @param nextCursor for the page after it, which the header {@code Link} names, too; left
 * out on the last page
 */
record Listing<T>(List<T> data, @Schema(example = "dGhpcyBpcyBub3QgYSBjdXJzb3I") @Nullable String nextCursor) {

    /** Answers with the page and, where there is one, the address of the next. */
    ResponseEntity<Listing<T>> answer() {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (this.nextCursor != null) {
            String next = ServletUriComponentsBuilder.fromCurrentRequest()
                .scheme(null)
                .host(null)
                .port(null)
                .replaceQueryParam("cursor", this.nextCursor)
                .build(true)
                .toUriString();
            answer.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return answer.body(this);
    }

}
