package org.crashtag.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.crashtag.storage.LocalStorage;

/**
 * The local storage, that stops before one of its calls until it is told to go on: an attempt that
 * its runner thinks lost.
 */
public final class StoppingStorage extends ForwardingStorage {
  /** The calls that can be counted. */
  public enum Call {
    FIND,
    CREATE,
    MOVE,
    COPY,
    DELETE,
    FORCE
  }

  private final Set<Call> counted;
  private final AtomicInteger left;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);

  /**
   * Stops once.
   *
   * @param number of the call, from 1; later than the last is never
   * @param counted what counts as a call
   */
  public StoppingStorage(int number, Set<Call> counted) {
    super(new LocalStorage());
    this.counted = Set.copyOf(counted);
    this.left = new AtomicInteger(number);
  }

  /** Waits until the call is met; an attempt that ended before it must say so. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** The attempt won't meet the call any more. */
  public void end() {
    stopped.countDown();
  }

  /** Lets the call and all later ones through. */
  public void goOn() {
    told.countDown();
  }

  /** Whether the call was met. */
  public boolean wasMet() {
    return left.get() <= 0;
  }

  private void before(Call call) throws IOException {
    if (counted.contains(call) && left.decrementAndGet() == 0) {
      stopped.countDown();
      try {
        told.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    before(Call.FIND);
    return super.find(path);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    before(Call.CREATE);
    return super.create(path);
  }

  @Override
  public void move(String from, String to) throws IOException {
    before(Call.MOVE);
    super.move(from, to);
  }

  @Override
  public void copy(String from, String to) throws IOException {
    before(Call.COPY);
    super.copy(from, to);
  }

  @Override
  public void delete(String path) throws IOException {
    before(Call.DELETE);
    super.delete(path);
  }

  @Override
  public void force(String path) throws IOException {
    before(Call.FORCE);
    super.force(path);
  }
}
