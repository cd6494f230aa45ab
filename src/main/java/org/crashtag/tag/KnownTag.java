package org.crashtag.tag;

/**
 * What is known about a tag.
 *
 * @param name short, lower case
 * @param owner the component that writes it
 */
public record KnownTag(String name, String owner) {}
