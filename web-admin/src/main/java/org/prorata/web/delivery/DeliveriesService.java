package org.prorata.web.delivery;

import java.util.ArrayList;
import java.util.List;

import org.prorata.people.Person;
import org.prorata.reporting.delivery.Deliveries;
import org.prorata.reporting.delivery.Deliveries.Channel;
import org.prorata.reporting.delivery.Deliveries.Delivery;
import org.prorata.reporting.delivery.Deliveries.Subscribed;
import org.prorata.reporting.delivery.Deliveries.Subscription;
import org.prorata.reporting.delivery.DeliveryFolder;
import org.prorata.reporting.document.Format;
import org.prorata.reporting.language.Language;
import org.prorata.web.reports.ReportsProperties;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Keeps a manager's own subscriptions and shows what became of them. */
@Service
class DeliveriesService {

    private static final int LATEST = 50;

    private final Deliveries deliveries;

    private final SummaryMail mail;

    private final ReportsProperties properties;

    DeliveriesService(Deliveries deliveries, SummaryMail mail, ReportsProperties properties) {
        this.deliveries = deliveries;
        this.mail = mail;
        this.properties = properties;
    }

    /** Returns where this installation delivers to. */
    @PreAuthorize("hasRole('MANAGER')")
    public List<Channel> channels() {
        List<Channel> channels = new ArrayList<>();
        if (this.properties.folder() != null) {
            channels.add(Channel.FOLDER);
        }
        if (this.mail.isOn()) {
            channels.add(Channel.MAIL);
        }
        return channels;
    }

    /** Tells whether something may be delivered there. */
    @PreAuthorize("hasRole('MANAGER')")
    public boolean isAccepted(Channel channel, String target) {
        return switch (channel) {
            case FOLDER -> DeliveryFolder.isName(target);
            case MAIL -> this.mail.isMailedTo(target);
        };
    }

    @PreAuthorize("hasRole('MANAGER')")
    public List<String> mailDomains() {
        return this.properties.mailDomains();
    }

    @PreAuthorize("hasRole('MANAGER')")
    public List<Subscription> of(Person me) {
        return this.deliveries.of(me.id().value());
    }

    /** Returns what was sent to a person lately, or not. */
    @PreAuthorize("hasRole('MANAGER')")
    public List<Delivery> log(Person me) {
        return this.deliveries.log(me.id().value(), LATEST);
    }

    @PreAuthorize("hasRole('MANAGER')")
    public Subscribed subscribe(Person me, Format format, Language language, Channel channel, String target) {
        return this.deliveries.subscribe(me.id().value(), format, language.tag(), channel, target);
    }

    /**
     * Ends a subscription of one's own.
     * @return false when one has no such subscription
     */
    @PreAuthorize("hasRole('MANAGER')")
    public boolean end(Person me, long number) {
        return of(me).stream().anyMatch(each -> each.number() == number)
                && this.deliveries.end(number, me.id().value(), "");
    }

    @PreAuthorize("hasRole('MANAGER')")
    public boolean sendAgain(Person me, long delivery) {
        return this.deliveries.sendAgain(delivery, me.id().value());
    }

}
