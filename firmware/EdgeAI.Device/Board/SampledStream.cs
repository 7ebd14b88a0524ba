using System;

namespace EdgeAI.Device.Board;

/// <summary>
/// One sensor read at a fixed rate, and the account of everything that became of its readings. Counted by <see cref="BoardCore"/>.
/// </summary>
/// <remarks>
/// Three sums always hold, see <see cref="IsConserved"/>: every numbered frame was sent or dropped for a named reason; it was a reading, a
/// fault or a decision; and every period that has passed was read, failed, missed or skipped.
/// </remarks>
public sealed class SampledStream
{
    /// <summary>Makes a stream.</summary>
    /// <param name="number">Its number on the board.</param>
    /// <param name="sensor">Where its readings come from.</param>
    /// <param name="periodNanoseconds">From one reading to the next, more than 0.</param>
    /// <exception cref="ArgumentException">There is no sensor, or the period is not positive.</exception>
    public SampledStream(byte number, ISensor sensor, long periodNanoseconds)
        : this(number, sensor, periodNanoseconds, null, true)
    {
    }

    /// <summary>Makes a stream whose readings are decided on, on the board.</summary>
    /// <param name="number">Its number on the board.</param>
    /// <param name="sensor">Where its readings come from.</param>
    /// <param name="periodNanoseconds">From one reading to the next, more than 0.</param>
    /// <param name="decision">Decides on the readings; null for none.</param>
    /// <param name="sendsReadings">Whether the readings are sent, too; false keeps them back and sends decisions and faults only.</param>
    /// <exception cref="ArgumentException">There is no sensor, the period is not positive, or nothing would ever be sent.</exception>
    public SampledStream(byte number, ISensor sensor, long periodNanoseconds, IBoardDecision? decision, bool sendsReadings)
    {
        if (sensor == null)
        {
            throw new ArgumentNullException(nameof(sensor));
        }

        if (periodNanoseconds <= 0)
        {
            throw new ArgumentException("a stream's period must be more than 0 nanoseconds");
        }

        if (decision == null && !sendsReadings)
        {
            throw new ArgumentException("a stream that keeps its readings back needs a decision: nothing else would be sent");
        }

        Number = number;
        Sensor = sensor;
        Decision = decision;
        SendsReadings = sendsReadings;
        PeriodNanoseconds = periodNanoseconds;
    }

    /// <summary>The stream's number on its board.</summary>
    public byte Number { get; }

    /// <summary>Where the readings come from.</summary>
    public ISensor Sensor { get; }

    /// <summary>Decides on the readings; null where nothing does.</summary>
    public IBoardDecision? Decision { get; }

    /// <summary>Whether readings are sent; if not they are kept back, and only decisions and faults take numbers.</summary>
    public bool SendsReadings { get; }

    /// <summary>Nanoseconds from one reading to the next; a command may change it.</summary>
    public long PeriodNanoseconds { get; private set; }

    /// <summary>How the last attempt ended.</summary>
    public SensorStatus Status { get; internal set; }

    /// <summary>Sequence numbers given out, to readings, decisions and fault reports alike. The next frame carries this number.</summary>
    public long Produced { get; internal set; }

    /// <summary>Frames that the link took.</summary>
    public long Sent { get; internal set; }

    /// <summary>Frames dropped because the link had no room.</summary>
    public long DroppedLinkFull { get; internal set; }

    /// <summary>Frames dropped because the other end of the link is gone.</summary>
    public long DroppedLinkClosed { get; internal set; }

    /// <summary>Readings dropped because their message is not one that the wire can carry: a defect of the driver.</summary>
    public long DroppedInvalid { get; internal set; }

    /// <summary>Periods in which the sensor gave a reading.</summary>
    public long Readings { get; internal set; }

    /// <summary>Periods in which reading or starting the sensor failed. Fault frames carry this number.</summary>
    public long FailedReadings { get; internal set; }

    /// <summary>Fault frames produced; at most <see cref="FailedReadings"/>, since a lasting failure is reported once a second.</summary>
    public long FaultFrames { get; internal set; }

    /// <summary>Decisions produced.</summary>
    public long Decisions { get; internal set; }

    /// <summary>Readings that were decided on and not sent, as the profile says; they took no number.</summary>
    public long KeptBack { get; internal set; }

    /// <summary>Attempts to which the sensor said that it had no new sample yet.</summary>
    public long NotReady { get; internal set; }

    /// <summary>Periods without a reading because the board came too late, or the sensor was not ready in time.</summary>
    public long Missed { get; internal set; }

    /// <summary>Periods passed over while a failed sensor was left alone before its next start.</summary>
    public long Skipped { get; internal set; }

    /// <summary>Periods that are over.</summary>
    public long Periods { get; internal set; }

    /// <summary>How late the stream's turns came, lateness within a period alone: turns that were over are <see cref="Missed"/>.</summary>
    public TurnTiming Timing { get; } = new TurnTiming();

    /// <summary>When the current period began (board clock, nanoseconds).</summary>
    internal long Due { get; set; }

    /// <summary>When the stream next wants a turn: its due time, or the next attempt at a sensor that was not ready.</summary>
    internal long Wake { get; set; }

    /// <summary>Attempts in this period to which the sensor was not ready.</summary>
    internal int Attempts { get; set; }

    /// <summary>Whether the sensor must be started before it is read.</summary>
    internal bool NeedsStart { get; set; }

    /// <summary>Not before this instant is the sensor started again.</summary>
    internal long StartAt { get; set; }

    /// <summary>How long the sensor is left alone after the next failure.</summary>
    internal long Backoff { get; set; }

    /// <summary>What the last fault frame reported since the last reading; Ok when none did.</summary>
    internal SensorStatus Reported { get; set; }

    /// <summary>When the last fault frame was produced.</summary>
    internal long ReportedAt { get; set; }

    /// <summary>Begins anew with another period. The period that was going on counts for nothing: it is not over.</summary>
    internal void Restart(long periodNanoseconds, long now)
    {
        PeriodNanoseconds = periodNanoseconds;
        Due = now + periodNanoseconds;
        Wake = Due;
        Attempts = 0;

        // Readings before and after stand at other distances: they are no window together.
        Decision?.Interrupt();
    }

    /// <summary>
    /// Whether the account adds up: produced = sent + dropped by reason = readings - kept back + decisions + fault frames, and
    /// periods = read + failed + missed + skipped.
    /// </summary>
    public bool IsConserved()
    {
        return Produced == Sent + DroppedLinkFull + DroppedLinkClosed + DroppedInvalid
            && Produced == Readings - KeptBack + Decisions + FaultFrames
            && Periods == Readings + FailedReadings + Missed + Skipped;
    }
}
