package org.crashtag.mutate;

import java.io.IOException;
import java.util.List;
import org.crashtag.bytes.MalformedException;
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
import org.crashtag.testing.ArrayContent;

/** Whole dumps, with all decoders: rows and rejects, or a rejection before the first row. */
record DumpMutation(List<byte[]> seeds) implements MutationKind {
  private static final DumpWalker WALKER = new DumpWalker(Decoders.load(), WalkOptions.all());

  @Override
  public String name() {
    return "dumps";
  }

  @Override
  public int weight() {
    return 10;
  }

  @Override
  public int read(int seed, byte[] input) throws IOException {
    Rows rows = new Rows();
    try {
      WALKER.walk(ArrayContent.of(input), rows);
      if (!rows.ended) {
        throw new AssertionError("neither an end nor a refusal");
      }
    } catch (MalformedException e) {
      if (rows.count > 0) {
        throw new AssertionError("rows before a refusal", e);
      }
    }
    if (rows.count > input.length + 16) {
      throw new AssertionError("more rows than bytes");
    }
    return rows.count;
  }

  private static final class Rows implements DumpSink {
    private int count;
    private boolean ended;

    @Override
    public void begin(Dump dump) {
      count++;
    }

    @Override
    public void module(int entry, Module module) {
      count++;
    }

    @Override
    public void stack(CrashStack stack) {
      count += stack.frames().size() + stack.devices().size();
    }

    @Override
    public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
      count++;
    }

    @Override
    public void blob(BlobFacts facts) {
      count++;
    }

    @Override
    public void reject(Reject reject) {
      if (reject.message().indexOf('\n') >= 0) {
        throw new AssertionError("a message of several lines");
      }
    }

    @Override
    public void end(RegionFacts facts) {
      ended = true;
    }
  }
}
