package org.crashtag.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpSink;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.Reject;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.WalkOptions;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.tag.TaggedBlob;

/** Everything that a walk through one dump found. */
public class Walked implements DumpSink {
  private Dump dump;
  private RegionFacts region;
  private CrashStack stack;
  private final List<Module> modules = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<BlobFacts> blobs = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();

  /** A record with its key. */
  public record Row(int ordinal, String table, long entry, List<Object> values) {}

  /** Walks with the built-in decoders. */
  public static Walked through(Content content, WalkOptions options) throws IOException {
    return through(content, new DumpWalker(Decoders.load(), options));
  }

  /** Walks with the built-in decoders, decoding everything and hashing every blob. */
  public static Walked through(byte[] bytes) throws IOException {
    return through(ArrayContent.of(bytes), hashingAll());
  }

  /** Walks with this walker. */
  public static Walked through(Content content, DumpWalker walker) throws IOException {
    Walked walked = new Walked();
    walker.walk(content, walked);
    return walked;
  }

  /** Everything is decoded and hashed, nothing kept. */
  public static WalkOptions hashingAll() {
    return with(WalkOptions.all(), WalkOptions.all().keep(), true);
  }

  /** The same with the bytes of these tags kept. */
  public static WalkOptions keeping(WalkOptions options, Predicate<Guid> tags) {
    return with(options, tags, options.hashAll());
  }

  private static WalkOptions with(WalkOptions options, Predicate<Guid> keep, boolean hashAll) {
    return new WalkOptions(
        options.modules(),
        options.stack(),
        options.tags(),
        keep,
        hashAll,
        options.privacy(),
        options.settings());
  }

  public Dump dump() {
    return dump;
  }

  public CrashStack stack() {
    return stack;
  }

  public RegionFacts region() {
    return region;
  }

  public List<Module> modules() {
    return modules;
  }

  public List<Row> rows() {
    return rows;
  }

  public List<BlobFacts> blobs() {
    return blobs;
  }

  public List<Reject> rejects() {
    return rejects;
  }

  @Override
  public void stack(CrashStack found) {
    stack = found;
  }

  @Override
  public void begin(Dump begun) {
    dump = begun;
  }

  @Override
  public void module(int entry, Module module) {
    require(entry == modules.size());
    modules.add(module);
  }

  @Override
  public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
    require(values.length == table.columns().size() - TableSchema.RECORD_KEY_COLUMNS);
    rows.add(new Row(blob.ordinal(), table.name(), entry, Arrays.asList(values)));
  }

  @Override
  public void blob(BlobFacts facts) {
    int place = blobs.size();
    while (place > 0 && blobs.get(place - 1).blob().ordinal() > facts.blob().ordinal()) {
      place--;
    }
    require(place == 0 || blobs.get(place - 1).blob().ordinal() < facts.blob().ordinal());
    blobs.add(place, facts);
  }

  @Override
  public void reject(Reject reject) {
    require(reject.message() != null && reject.reason() != null);
    rejects.add(reject);
  }

  @Override
  public void end(RegionFacts facts) {
    require(facts.tags() == blobs.size());
    region = facts;
  }

  /** The contract of {@link DumpSink}: after begin, before end, in order. */
  private void require(boolean inOrder) {
    if (!inOrder || dump == null || region != null) {
      throw new IllegalStateException("out of order");
    }
  }
}
