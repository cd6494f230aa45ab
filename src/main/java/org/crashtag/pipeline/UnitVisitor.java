package org.crashtag.pipeline;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.crashtag.bytes.Content;
import org.crashtag.bytes.MalformedException;
import org.crashtag.decode.DumpWalker;
import org.crashtag.decode.Reject;
import org.crashtag.decode.Reject.Stage;
import org.crashtag.source.Member;
import org.crashtag.source.ReadFaultException;
import org.crashtag.source.SourceVisitor;

/** Walks one source for all dumps that are wanted of it. */
final class UnitVisitor implements SourceVisitor {
  private final BucketAttempt attempt;
  private final DumpWalker walker;

  /** By member: what is inside an archive comes right after the archive's name and a mark. */
  private final TreeMap<String, Candidate> wanted = new TreeMap<>();

  private final Map<String, Candidate> decoded = new HashMap<>();
  private Candidate begun;
  private OutputFaultException outputFault;

  UnitVisitor(BucketAttempt attempt, DumpWalker walker, List<Candidate> unit) {
    this.attempt = attempt;
    this.walker = walker;
    for (Candidate candidate : unit) {
      wanted.put(key(candidate.sighting().member()), candidate);
    }
  }

  private static String key(String member) {
    return member == null ? "" : member;
  }

  /** What the walk could have taken for a fault of the source. */
  void rethrow() {
    if (outputFault != null) {
      throw outputFault;
    }
  }

  /** The sighting of the dump that has given rows and isn't read to its end. */
  Optional<Sighting> begun() {
    return Optional.ofNullable(begun).map(Candidate::sighting);
  }

  /** The source fails: with it, the dump that is being read. */
  void spoil(Reject reject) {
    if (begun != null) {
      wanted.values().remove(begun);
      attempt.spoil(begun, reject);
      begun = null;
    }
  }

  /** What is still wanted can't be had. */
  void failRest(Reject reject) {
    wanted.values().forEach(candidate -> attempt.fail(candidate, reject));
    wanted.clear();
  }

  @Override
  public boolean accepts(String path) {
    String inside = path + "!";
    String next = wanted.ceilingKey(inside);
    return wanted.containsKey(path) || (next != null && next.startsWith(inside));
  }

  @Override
  public boolean isDone() {
    return wanted.isEmpty() || outputFault != null;
  }

  @Override
  public void archive(Member member) {
    // Its own row was written when it was identified.
  }

  @Override
  public void fault(Member member, MalformedException fault) {
    stopAtOutputFaults(() -> fail(key(member.path()), Reject.of(Stage.READ, fault)));
  }

  private void fail(String key, Reject reject) {
    Candidate candidate = wanted.remove(key);
    if (candidate != null) {
      attempt.fail(candidate, reject);
    } else if (decoded.containsKey(key)) {
      // What comes after the dump in the member can show that the member is bad.
      attempt.spoil(decoded.remove(key), reject);
    }
  }

  @Override
  public void content(Member member, Content content) throws IOException {
    String key = key(member.path());
    Candidate candidate = wanted.get(key);
    if (candidate == null || outputFault != null) {
      return;
    }
    DumpRows rows = attempt.rows(candidate.sighting());
    try {
      walker.walk(content, rows);
      // A member's length and checksum are known to be right at its end only.
      content.reach(Long.MAX_VALUE);
      wanted.remove(key);
      attempt.decoded(candidate);
      decoded.put(key, candidate);
    } catch (ReadFaultException e) {
      begun = rows.begun() ? candidate : null;
      throw e;
    } catch (OutputFaultException e) {
      outputFault = e;
    } catch (IOException | RuntimeException | Error e) {
      begun = rows.begun() ? candidate : null;
      Reject reject = Boundary.reject(begun == null ? Stage.HEADER : Stage.READ, e);
      spoil(reject);
      stopAtOutputFaults(() -> fail(key, reject));
    }
  }

  /** The walk takes no fault that a visitor throws for the output's. */
  private void stopAtOutputFaults(Runnable step) {
    try {
      step.run();
    } catch (OutputFaultException e) {
      outputFault = e;
    }
  }
}
