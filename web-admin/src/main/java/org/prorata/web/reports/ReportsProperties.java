package org.prorata.web.reports;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator can set for reports, as {@code PRORATA_REPORTS_...} in the
 * environment.
 *
 * @param exports where large files are kept for seven days; {@code var/exports} below the
 * home where nothing is named. Processes on several machines need one that they share
 * @param folder below which summaries are delivered as files; nowhere where nothing is
 * named
 * @param mailFrom who mails come from; no mail is sent where nothing is named
 * @param mailDomains the domains that mails go to; none where nothing is named
 * @param pause how long to wait between two looks for something to write or to send
 */
@ConfigurationProperties("prorata.reports")
public record ReportsProperties(@Nullable Path exports, @Nullable Path folder, @DefaultValue("") String mailFrom,
        @DefaultValue List<String> mailDomains, @DefaultValue("5s") Duration pause) {

    /** Tells whether mails go to an address: one plain address of one of the domains. */
    public boolean isMailedTo(String address) {
        int at = address.lastIndexOf('@');
        return address.length() <= 254 && address.matches("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+")
                && this.mailDomains.stream()
                    .anyMatch(domain -> domain.strip()
                        .toLowerCase(Locale.ROOT)
                        .equals(address.substring(at + 1).toLowerCase(Locale.ROOT)));
    }

}
