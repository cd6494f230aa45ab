package org.crashtag.decode.declared;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MachineType;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.decode.declared.Declaration.Kind;
import org.crashtag.decode.declared.Declaration.Xor;
import org.crashtag.decode.text.TextBytes;
import org.crashtag.layout.Architecture;
import org.crashtag.tag.TaggedBlob;

/** Decodes one tag's records as a pipeline file declares them. */
public final class RecordDecoder extends DeclaredDecoder {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final Index index;
  private final Xor xor;
  private final Map<Architecture, BlobLayout> layouts;

  /**
   * @param types the type of the records and its file, for messages
   * @param version differs between declarations that produce different rows
   * @param index null if there is none
   * @param layouts by the architecture of the dump
   */
  RecordDecoder(
      Guid tag,
      TableSchema table,
      String types,
      int version,
      Kind kind,
      Index index,
      Xor xor,
      Map<Architecture, BlobLayout> layouts) {
    super(tag, table, types, version);
    this.kind = kind;
    this.index = index;
    this.xor = xor;
    this.layouts = Map.copyOf(layouts);
  }

  /** The architectures whose dumps are decoded. */
  public List<Architecture> architectures() {
    return layouts.keySet().stream().sorted().toList();
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

  /** Null if there is no layout for the machine. */
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
    if (xor.isGuidText()) {
      return GuidText.undo(tag(), data, layout.firstRecord(), layout.record().size());
    }
    return xor.key() == 0 ? data : TextBytes.xor(data, xor.key());
  }

  @Override
  public List<String> shown(List<Row> rows, int columns) {
    return RecordPage.lines(rows, columns);
  }
}
