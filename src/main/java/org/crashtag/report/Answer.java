package org.crashtag.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crashtag.sql.QueryResult;

/**
 * The rows of a question.
 *
 * @param name of the question; unique in a page
 * @param sentence what it asks
 * @param sql a statement with which {@code crashtag sql} gives the same rows
 * @param rows each with one value per column, as {@link QueryResult#next} gives them
 */
record Answer(
    String name,
    String sentence,
    String sql,
    List<QueryResult.ResultColumn> columns,
    List<Object[]> rows) {

  /** A row, from which values are taken by the column's name. */
  static final class Row {
    private final Map<String, Integer> places;
    private final Object[] values;

    private Row(Map<String, Integer> places, Object[] values) {
      this.places = places;
      this.values = values;
    }

    /** Null for NULL. */
    Object value(String column) {
      Integer place = places.get(column);
      if (place == null) {
        throw new IllegalArgumentException("no column " + column + " among " + places.keySet());
      }
      return values[place];
    }

    /** Null for NULL. */
    String text(String column) {
      Object value = value(column);
      return value == null ? null : value.toString();
    }

    /** 0 for NULL. */
    long number(String column) {
      return value(column) instanceof Number number ? number.longValue() : 0;
    }
  }

  /** The rows, with names. */
  List<Row> named() {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (QueryResult.ResultColumn column : columns) {
      places.put(column.name(), places.size());
    }
    return rows.stream().map(values -> new Row(places, values)).toList();
  }

  /** The rows, grouped by the text of a column, in their order. */
  Map<String, List<Row>> by(String column) {
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : named()) {
      groups.computeIfAbsent(row.text(column), key -> new ArrayList<>()).add(row);
    }
    return groups;
  }
}
