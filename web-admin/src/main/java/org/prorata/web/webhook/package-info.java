/**
 * Tells programs outside what happened: sends the events of the outbox to webhooks, and
 * shows what became of each delivery.
 */
@NullMarked
package org.prorata.web.webhook;

import org.jspecify.annotations.NullMarked;
