package org.prorata.approval;

/**
 * A figure that is not what it was when somebody looked.
 *
 * @param figure its name: {@code effective_date}, {@code policy}, {@code licences} or
 * {@code refund}
 * @param before what was seen
 * @param now what it is
 */
public record FigureChange(String figure, String before, String now) {
}
