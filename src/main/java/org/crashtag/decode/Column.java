package org.crashtag.decode;

/**
 * A column of a table.
 *
 * @param name lower case with underscores
 * @param type what it holds
 * @param sentence what the values mean, with unit and source, for people who ask
 */
public record Column(String name, ColumnType type, String sentence) {}
