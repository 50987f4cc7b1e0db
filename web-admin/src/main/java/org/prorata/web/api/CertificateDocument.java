package org.prorata.web.api;

import java.time.LocalDate;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The certificate of a run.
 *
 * @param hash {@code sha256:} and the hash of the text
 * @param text one fact a line
 */
@Schema(name = "Certificate")
record CertificateDocument(LocalDate businessDate, String hash, String text) {
}
