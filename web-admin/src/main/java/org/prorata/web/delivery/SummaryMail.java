package org.prorata.web.delivery;

import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Date;
import java.util.Locale;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;
import org.prorata.reporting.delivery.Deliveries.Delivery;
import org.prorata.reporting.delivery.Deliveries.Problem;
import org.prorata.reporting.language.Language;
import org.prorata.reporting.summary.RefundSummary;
import org.prorata.web.reports.ReportsProperties;
import org.springframework.context.MessageSource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Sends a summary by mail, in the language of who gets it. A mail about the same snapshot
 * to the same subscription always has the same id.
 */
final class SummaryMail {

    private final @Nullable JavaMailSender sender;

    private final ReportsProperties properties;

    private final MessageSource messages;

    private final Clock clock;

    SummaryMail(@Nullable JavaMailSender sender, ReportsProperties properties, MessageSource messages, Clock clock) {
        this.sender = sender;
        this.properties = properties;
        this.messages = messages;
        this.clock = clock;
    }

    /** Tells whether this installation sends mail. */
    boolean isOn() {
        return this.sender != null && !this.properties.mailFrom().isBlank() && !this.properties.mailDomains().isEmpty();
    }

    /** Tells whether mails may go to an address. */
    boolean isMailedTo(String address) {
        return this.properties.isMailedTo(address);
    }

    /**
     * Sends a summary.
     * @param file is attached
     * @throws UndeliveredException when it has not left, or nobody knows whether it has
     */
    void send(Delivery delivery, RefundSummary summary, String fileName, Path file) throws UndeliveredException {
        JavaMailSender server = this.sender;
        String to = delivery.subscription().target();
        if (server == null || !isOn()) {
            throw new UndeliveredException(Problem.NO_MAIL,
                    "SPRING_MAIL_HOST, PRORATA_REPORTS_MAILFROM, PRORATA_REPORTS_MAILDOMAINS", null);
        }
        if (!isMailedTo(to)) {
            throw new UndeliveredException(Problem.ADDRESS, String.join(", ", this.properties.mailDomains()), null);
        }
        try {
            server.send(message(server, delivery, summary, fileName, file));
        }
        catch (MessagingException ex) {
            throw new UndeliveredException(Problem.OTHER, "the mail cannot be put together: " + ex.getMessage(), ex);
        }
        catch (MailException ex) {
            throw new UndeliveredException(mayHaveLeft(ex) ? Problem.MAY_HAVE_ARRIVED : Problem.MAIL, said(ex), ex);
        }
    }

    private MimeMessage message(JavaMailSender server, Delivery delivery, RefundSummary summary, String fileName,
            Path file) throws MessagingException {
        Language language = Language.ofTag(delivery.subscription().language()).orElse(Language.EN);
        MimeMessage message = server.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, true, "UTF-8");
        helper.setFrom(this.properties.mailFrom());
        helper.setTo(delivery.subscription().target());
        helper.setSentDate(Date.from(this.clock.instant()));
        String month = new org.prorata.reporting.language.LanguageFormats(language, java.time.ZoneOffset.UTC)
            .month(delivery.month());
        helper.setSubject(say(language, "deliveries.mail.subject", month));
        helper.setText(text(language, month, delivery, summary));
        helper.addAttachment(fileName, new FileSystemResource(file));
        String from = this.properties.mailFrom();
        message.setHeader("Message-ID",
                "<snapshot-" + delivery.snapshot() + "-" + delivery.subscription().number() + "."
                        + delivery.subscription().createdAt().getEpochSecond() + "@"
                        + from.substring(from.indexOf('@') + 1) + ">");
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private String text(Language language, String month, Delivery delivery, RefundSummary summary) {
        RefundSummary.Heading heading = summary.heading();
        Long replaced = heading.replaces();
        return String.join("\n", say(language, "deliveries.mail.text", month),
                say(language, "deliveries.mail.snapshot", Long.toString(delivery.snapshot()), heading.hash()),
                (replaced != null) ? say(language, "deliveries.mail.replaces", Long.toString(replaced)) + "\n" : "",
                say(language, "deliveries.mail.why"));
    }

    private String say(Language language, String key, Object... arguments) {
        Locale locale = language.locale();
        return this.messages.getMessage(key, arguments, locale);
    }

    /** Returns what the server, or the way to it, said. */
    private static String said(MailException failure) {
        Throwable said = failure.getCause();
        if (failure instanceof MailSendException sending && sending.getMessageExceptions().length > 0) {
            said = sending.getMessageExceptions()[0];
        }
        return String.valueOf(((said != null) ? said : failure).getMessage());
    }

    /**
     * A server that took the whole mail and was silent then may have kept it; one that
     * could not be reached, or said no, has not.
     */
    private static boolean mayHaveLeft(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().equals("MailConnectException")) {
                return false;
            }
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

}
