package org.prorata.cancellation;

/** What became of a cancellation that somebody filed. */
public sealed interface Filing {

    /** It is in the books. */
    record Filed(FiledRequest request) implements Filing {
    }

    /** It was in the books already, word for word. */
    record Unchanged() implements Filing {
    }

    /**
     * It cannot enter the books.
     *
     * @param column the part of it that is wrong, by its name in the import file
     * @param wrong what is wrong
     * @param found what was found
     * @param accepted what is accepted
     */
    record Refused(String column, String wrong, String found, String accepted) implements Filing {
    }

}
