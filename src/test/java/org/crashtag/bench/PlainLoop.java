package org.crashtag.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.decode.BlobFacts;
import org.crashtag.decode.Decoders;
import org.crashtag.decode.DumpSink;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.RegionFacts;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.dump.Dump;
import org.crashtag.dump.Module;
import org.crashtag.dump.stack.CrashRules;
import org.crashtag.dump.stack.CrashStack;
import org.crashtag.source.Limits;
import org.crashtag.source.Member;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceLister;
import org.crashtag.source.SourceVisitor;
import org.crashtag.source.SourceWalker;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.table.DeviceRow;
import org.crashtag.table.DumpRow;
import org.crashtag.table.FrameRow;
import org.crashtag.table.ModuleRow;
import org.crashtag.table.PartWriter;
import org.crashtag.table.RejectRow;
import org.crashtag.table.SourceRow;
import org.crashtag.table.Tables;
import org.crashtag.table.TagRow;
import org.crashtag.tag.KnownTags;
import org.crashtag.tag.TaggedBlob;

/**
 * The baseline for the pipeline: one thread, one loop, the same decoding, tables and writing
 * library, but no job, no buckets and no commit.
 */
public final class PlainLoop {
  private static final CrashRules RULES = CrashRules.of(Map.of());

  private final Path output;
  private final Storage storage = new LocalStorage();
  private final KnownTags known = KnownTags.builtIn();
  private final DumpWalker walker;
  private final Map<String, PartWriter> writers = new HashMap<>();
  private final Set<String> seen = new HashSet<>();

  private PlainLoop(Path output, WalkOptions options) {
    this.output = output;
    this.walker = new DumpWalker(Decoders.load(), options);
  }

  /** Arguments: the folder of dumps, the folder of the tables. */
  public static void main(String[] arguments) throws IOException {
    long dumps = run(arguments[0], Path.of(arguments[1]), WalkOptions.all());
    System.out.println(dumps + " dumps");
  }

  /** Writes the tables of a folder of dumps; returns the number of dumps. */
  static long run(String archive, Path output, WalkOptions options) throws IOException {
    PlainLoop loop = new PlainLoop(output, options);
    Files.createDirectories(output);
    List<SourceFile> files = new ArrayList<>();
    new SourceLister(loop.storage, files::add, problem -> {}, Optional.empty()).add(archive);
    for (SourceFile file : files) {
      loop.decode(file);
    }
    for (PartWriter writer : loop.writers.values()) {
      writer.close();
    }
    return loop.writers.get("dumps").rows();
  }

  private void decode(SourceFile file) throws IOException {
    new SourceWalker(storage, Limits.DEFAULT).walk(file, new Visitor(file));
  }

  /** Decodes a file, or the members of an archive. */
  private final class Visitor implements SourceVisitor {
    private final SourceFile file;

    Visitor(SourceFile file) {
      this.file = file;
    }

    @Override
    public boolean accepts(String path) {
      return true;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public void archive(Member member) {
      source(file, member.path(), null, "container");
    }

    @Override
    public void fault(Member member, MalformedException fault) {
      write(
          Tables.REJECTS,
          new RejectRow(file.path(), member.path(), null, Reject.of(Stage.READ, fault)));
      source(file, member.path(), null, "rejected");
    }

    @Override
    public void content(Member member, Content content) throws IOException {
      try {
        walker.walk(content, new Writer(file, member.path()));
      } catch (MalformedException e) {
        fault(member, e);
      }
    }
  }

  private PartWriter writer(TableSchema table) {
    return writers.computeIfAbsent(
        table.name(),
        name -> {
          try {
            Path path = output.resolve(name + ".parquet");
            return new PartWriter(table, Files.newOutputStream(path));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private <T> void write(TypedTable<T> table, T from) {
    try {
      writer(table.schema()).write(table.row(from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void source(SourceFile file, String member, String dumpId, String outcome) {
    write(
        Tables.SOURCES,
        new SourceRow(
            file.path(),
            member,
            file.bytes(),
            file.modifiedMicros(),
            "dump",
            dumpId,
            outcome,
            "plain",
            file.tag()));
  }

  private final class Writer implements DumpSink {
    private final SourceFile file;
    private final String member;
    private Dump dump;
    private boolean duplicate;

    /** Null if the crash analysis is not requested. */
    private CrashStack stack;

    Writer(SourceFile file, String member) {
      this.file = file;
      this.member = member;
    }

    private String dumpId() {
      return dump.header().dumpId();
    }

    @Override
    public void begin(Dump begun) {
      dump = begun;
      stack = CrashStack.ofHeader(begun.header(), RULES);
      duplicate = !seen.add(dumpId());
      source(file, member, dumpId(), duplicate ? "duplicate" : "decoded");
    }

    @Override
    public void module(int entry, Module module) {
      if (!duplicate) {
        write(Tables.MODULES, new ModuleRow(dumpId(), entry, module));
      }
    }

    @Override
    public void stack(CrashStack found) {
      stack = found;
      if (!duplicate) {
        for (int entry = 0; entry < found.frames().size(); entry++) {
          write(Tables.STACK_FRAMES, new FrameRow(dumpId(), entry, found.frames().get(entry)));
        }
        for (int entry = 0; entry < found.devices().size(); entry++) {
          write(Tables.DEVICE_STACKS, new DeviceRow(dumpId(), entry, found.devices().get(entry)));
        }
      }
    }

    @Override
    public void row(TaggedBlob blob, TableSchema table, long entry, Object[] values) {
      if (!duplicate) {
        try {
          writer(table).write(dumpId(), blob.ordinal(), entry, values);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public void blob(BlobFacts facts) {
      if (!duplicate) {
        write(Tables.TAGS, new TagRow(dumpId(), facts, known.of(facts.blob().tag())));
      }
    }

    @Override
    public void reject(Reject reject) {
      write(Tables.REJECTS, new RejectRow(file.path(), member, dumpId(), reject));
    }

    @Override
    public void end(RegionFacts facts) {
      if (!duplicate) {
        write(Tables.DUMPS, new DumpRow(file.path(), member, file.bytes(), dump, stack, facts));
      }
    }
  }
}
