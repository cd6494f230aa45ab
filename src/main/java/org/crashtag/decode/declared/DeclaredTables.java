package org.crashtag.decode.declared;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.dump.DumpHeader;
import org.crashtag.tag.TagRange;
import org.crashtag.tag.TaggedBlob;

/**
 * Decodes one tag's blobs into several declared tables, for example a ring's header and records.
 */
public final class DeclaredTables implements Decoder {
  private final List<DeclaredDecoder> parts;

  private DeclaredTables(List<DeclaredDecoder> parts) {
    this.parts = parts;
  }

  /** Combines the decoders of each tag, in the order in which the tags are first declared. */
  public static List<Decoder> byTag(List<DeclaredDecoder> decoders) {
    Map<Guid, List<DeclaredDecoder>> byTag = new LinkedHashMap<>();
    for (DeclaredDecoder decoder : decoders) {
      byTag.computeIfAbsent(decoder.tag(), tag -> new ArrayList<>()).add(decoder);
    }
    return byTag.values().stream()
        .map(parts -> parts.size() == 1 ? parts.get(0) : new DeclaredTables(List.copyOf(parts)))
        .toList();
  }

  /** The names of its tables, joined. */
  @Override
  public String name() {
    return parts.stream().map(Decoder::name).collect(Collectors.joining("+"));
  }

  @Override
  public int version() {
    return parts.stream().map(Decoder::version).toList().hashCode() & Integer.MAX_VALUE;
  }

  @Override
  public String sentence() {
    return parts.stream().map(Decoder::sentence).collect(Collectors.joining("; "));
  }

  @Override
  public List<TableSchema> tables() {
    return parts.stream().map(DeclaredDecoder::table).toList();
  }

  @Override
  public List<TagRange> tags() {
    return parts.get(0).tags();
  }

  /** A fault in the rows of one table doesn't affect the other tables. */
  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    for (DeclaredDecoder part : parts) {
      try {
        part.decode(blob, data, dump, sink);
      } catch (MalformedException e) {
        sink.reject(e.reason(), e.offset(), part.name() + ": " + e.getMessage());
      }
    }
  }

  @Override
  public String heading(TableSchema table) {
    return parts.stream()
        .filter(part -> part.table().equals(table))
        .map(part -> part.heading(table))
        .findFirst()
        .orElseGet(() -> Decoder.super.heading(table));
  }

  @Override
  public List<String> page(DumpHeader header, Function<TableSchema, List<Row>> rows, int columns) {
    List<String> lines = new ArrayList<>();
    for (DeclaredDecoder part : parts) {
      List<String> page = part.page(header, rows, columns);
      if (!lines.isEmpty() && !page.isEmpty()) {
        lines.add("");
      }
      lines.addAll(page);
    }
    return lines;
  }
}
