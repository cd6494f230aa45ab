package org.crashtag.decode.declared;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MachineType;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.decode.declared.Declaration.Xor;
import org.crashtag.layout.Architecture;
import org.crashtag.tag.TagRange;
import org.crashtag.tag.TaggedBlob;

/** Decodes one tag's records as a pipeline file declares them. Can travel to workers. */
public final class DeclaredDecoder implements Decoder, Serializable {
  private static final long serialVersionUID = 1L;

  private final Guid tag;
  private final TableSchema table;
  private final String types;
  private final int version;
  private final Kind kind;
  private final Index index;
  private final Xor xor;
  private final Map<Architecture, BlobLayout> layouts;

  private transient TypedTable<Object[]> rows;

  /**
   * @param types the records' type and where it stands, for people
   * @param version differs for declarations that give other rows
   * @param index null where the ring has none
   * @param layouts by the dumps' architecture
   */
  DeclaredDecoder(
      Guid tag,
      TableSchema table,
      String types,
      int version,
      Kind kind,
      Index index,
      Xor xor,
      Map<Architecture, BlobLayout> layouts) {
    this.tag = tag;
    this.table = table;
    this.types = types;
    this.version = version;
    this.kind = kind;
    this.index = index;
    this.xor = xor;
    this.layouts = Map.copyOf(layouts);
  }

  /** That of its table. */
  @Override
  public String name() {
    return table.name();
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public String sentence() {
    return types;
  }

  /** Whose blobs are decoded. */
  public Guid tag() {
    return tag;
  }

  /** The one table it has rows for. */
  public TableSchema table() {
    return table;
  }

  /** The architectures whose dumps are decoded. */
  public List<Architecture> architectures() {
    return layouts.keySet().stream().sorted().toList();
  }

  @Override
  public List<TableSchema> tables() {
    return List.of(table);
  }

  @Override
  public List<TagRange> tags() {
    return List.of(TagRange.of(tag));
  }

  /** Made where it is first needed: it doesn't travel. */
  private TypedTable<Object[]> rows() {
    if (rows == null) {
      rows = TypedTable.ofValues(table);
    }
    return rows;
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    BlobLayout layout = layoutFor(dump.header().machineType());
    verify(layout != null, Reason.UNSUPPORTED, data.offset(), noLayoutFor(dump));
    BlobRecords records =
        new BlobRecords(rows(), layout, kind == Kind.RING, plain(data, layout), dump, sink);
    switch (kind) {
      case SINGLE -> new BlobReader(records).single();
      case ARRAY -> new BlobReader(records).array();
      case RING -> new RingReader(records, index, blob.bytes()).read();
    }
    records.end();
  }

  /** Null if there is none for the machine. */
  private BlobLayout layoutFor(Long machine) {
    return Optional.ofNullable(machine)
        .flatMap(Architecture::ofMachine)
        .map(layouts::get)
        .orElse(null);
  }

  private String noLayoutFor(DumpContext dump) {
    Long machine = dump.header().machineType();
    return "no layout for "
        + (machine == null ? "a machine that isn't named" : MachineType.label(machine))
        + "; the declaration's are for "
        + architectures().stream().map(Architecture::label).collect(Collectors.joining(", "));
  }

  private Bytes plain(Bytes data, BlobLayout layout) {
    return switch (xor) {
      case NONE -> data;
      case GUID_TEXT -> GuidText.undo(tag, data, layout.firstRecord(), layout.record().size());
    };
  }

  @Override
  public String heading(TableSchema shown) {
    return '[' + shown.name() + ": " + types + ']';
  }
}
