package org.crashtag.sql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rows of a statement, computed as they are read. */
public final class QueryResult implements AutoCloseable {
  /**
   * A column of a result.
   *
   * @param name in the statement
   * @param type the engine's name, such as {@code DECIMAL(20,0)}
   */
  public record ResultColumn(String name, String type) {
    /** Whether the values are plain numbers. */
    public boolean isNumber() {
      return type.endsWith("INT")
          || type.equals("INTEGER")
          || type.equals("DOUBLE")
          || type.equals("FLOAT")
          || (type.startsWith("DECIMAL") && type.endsWith(")"));
    }
  }

  /** Called after the last row, before the reader learns that it was the last. */
  @FunctionalInterface
  interface End {
    /**
     * Checks that all rows were returned.
     *
     * @throws SqlFault if a fault ended them early
     */
    void reached() throws SqlFault;
  }

  private final Statement statement;
  private final ResultSet rows;
  private final End end;
  private final List<ResultColumn> columns;
  private long rowsRead;

  /** Of a statement that was run; {@code hasRows} as the driver said. */
  QueryResult(Statement statement, boolean hasRows, End end) throws SQLException {
    this.statement = statement;
    this.end = end;
    this.rows = hasRows ? statement.getResultSet() : null;
    this.columns = hasRows ? columns(rows.getMetaData()) : List.of();
  }

  private static List<ResultColumn> columns(ResultSetMetaData metadata) throws SQLException {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      columns.add(new ResultColumn(metadata.getColumnName(i), metadata.getColumnTypeName(i)));
    }
    return columns;
  }

  /** The columns; none if the last statement returns no rows, such as CREATE. */
  public List<ResultColumn> columns() {
    return List.copyOf(columns);
  }

  /** How many rows {@link #next} has handed out. */
  public long rowsRead() {
    return rowsRead;
  }

  /**
   * The next row.
   *
   * @return null after the last; else one value for each column: null, {@link Boolean}, {@link
   *     Number}, {@link String}, {@code byte[]}, {@link java.time.OffsetDateTime} (UTC), {@link
   *     java.time.LocalDateTime}, {@link java.time.LocalDate}, {@link java.time.LocalTime}, {@link
   *     List} or, for structures and maps, {@link java.util.Map} from text
   */
  public Object[] next() throws SqlFault {
    try {
      if (rows == null) {
        return null;
      }
      if (!rows.next()) {
        end.reached();
        return null;
      }
      rowsRead++;
      Object[] row = new Object[columns.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = ResultValues.of(rows.getObject(i + 1));
      }
      return row;
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }

  @Override
  public void close() throws SqlFault {
    try {
      statement.close();
    } catch (SQLException e) {
      throw new SqlFault(e);
    }
  }
}
