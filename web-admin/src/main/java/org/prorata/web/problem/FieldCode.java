package org.prorata.web.problem;

/** What is wrong with one part of a request. */
public enum FieldCode {

    /** It is missing or empty. */
    REQUIRED,
    /** It is shorter or longer than accepted: from, to, in characters. */
    LENGTH,
    /** It is not written as accepted: an example or the rule. */
    FORMAT,
    /** It is smaller or larger than accepted: from, to. */
    RANGE,
    /** It is not one of those accepted. */
    CHOICE,
    /** It is not known here. */
    UNKNOWN

}
