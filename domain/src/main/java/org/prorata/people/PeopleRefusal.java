package org.prorata.people;

/** Why something about a person is not done. */
public enum PeopleRefusal {

    /** Somebody has that login. */
    LOGIN_TAKEN,
    /** A login has 3 to 100 of a-z, 0-9 and . _ - + @. */
    LOGIN_MALFORMED,
    /** A name has 1 to 200 characters. */
    NAME_MALFORMED,
    /** The person has a role that never meets this one. */
    DUTIES_CONFLICT,
    /** Nobody changes what he may do himself. */
    OWN_ACCOUNT,
    /** There is no such tenant. */
    TENANT_UNKNOWN,
    /** A role, its countries or its limit cannot be read. */
    GRANT_MALFORMED,
    /** See {@link PasswordRule}. */
    PASSWORD_WEAK,
    /** The present password was not given. */
    PASSWORD_WRONG,
    /** A token needs a scope, a name and a time to live. */
    CLIENT_MALFORMED

}
