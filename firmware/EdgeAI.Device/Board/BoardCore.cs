using System;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Board;

/// <summary>
/// The sampling loop: reads each sensor in its turn and sends what it read. The firmware, the simulated board and a robot that owns
/// its bus all run this one. Never blocks by itself, allocates nothing after construction. Not thread safe: one board, one thread.
/// </summary>
/// <remarks>
/// A stream's turns stand at its phase plus whole periods, for ever: a late turn does not move the next one. A turn that is over
/// before it could be taken is missed and counted. A failed sensor is started again, first at its next turn, then after 100 ms,
/// doubling up to one second, until it gives a reading: what is plugged in again comes back, configured.
/// </remarks>
public sealed class BoardCore
{
    private const long FirstBackoff = 100000000;
    private const long LongestBackoff = 1000000000;
    private const long FaultInterval = 1000000000;

    // A sensor that is not ready is asked again after an eighth of its period, so at most eight times before the period is over.
    private const int AttemptsPerPeriod = 8;

    private readonly IClock _clock;
    private readonly FrameSender _sender;
    private readonly SampledStream[] _streams;
    private readonly BoardControl? _control;
    private readonly Fault _fault = new Fault();
    private bool _started;

    /// <summary>Makes a board that only reads and sends.</summary>
    /// <param name="board">Its number on the robot; 0 for the robot's own buses.</param>
    /// <param name="boot">Differs from the number of the boot before.</param>
    /// <param name="flags">Set in every frame.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="link">Takes the frames.</param>
    /// <param name="streams">Read in this order when several are due.</param>
    /// <exception cref="ArgumentException">There is no stream, two have one number, one has the board's own, or the flags are not known to the wire.</exception>
    public BoardCore(ushort board, ushort boot, FrameFlags flags, IClock clock, ILink link, SampledStream[] streams)
        : this(board, boot, flags, clock, link, streams, null)
    {
    }

    /// <summary>Makes a board.</summary>
    /// <param name="board">Its number on the robot; 0 for the robot's own buses.</param>
    /// <param name="boot">Differs from the number of the boot before.</param>
    /// <param name="flags">Set in every frame.</param>
    /// <param name="clock">The board's clock.</param>
    /// <param name="link">Takes the frames.</param>
    /// <param name="streams">Read in this order when several are due.</param>
    /// <param name="control">Tells what the board is, answers for its clock and does what is commanded; null for a board that only reads and sends.</param>
    /// <exception cref="ArgumentException">
    /// There is neither a stream nor a control, two streams have one number, one has the board's own, the flags are not known to the wire, or the control does not describe the streams.
    /// </exception>
    public BoardCore(ushort board, ushort boot, FrameFlags flags, IClock clock, ILink link, SampledStream[] streams, BoardControl? control)
    {
        if (clock == null || link == null || streams == null)
        {
            throw new ArgumentException("a board needs a clock, a link and streams: none may be null");
        }

        if (streams.Length == 0 && control == null)
        {
            throw new ArgumentException("a board needs a stream or a control: it would have nothing to say");
        }

        if ((flags & ~FrameLayout.KnownFlags) != 0)
        {
            throw new ArgumentException("the flags hold a bit that the wire does not know");
        }

        for (int index = 0; index < streams.Length; index++)
        {
            if (streams[index].Number == BoardAddress.HousekeepingStream)
            {
                throw new ArgumentException("stream 255 is the board itself: give the sensor another number");
            }

            for (int other = 0; other < index; other++)
            {
                if (streams[other].Number == streams[index].Number)
                {
                    throw new ArgumentException("two streams have the number " + streams[index].Number + ": give each its own");
                }
            }
        }

        _clock = clock;
        _sender = new FrameSender(board, boot, flags, link);
        _streams = streams;
        _control = control;
        if (control != null)
        {
            control.Attach(_sender, clock, streams);
        }
    }

    /// <summary>
    /// Cuts off what stood on the link before, starts every sensor once and fixes the phase. A sensor that fails to start is
    /// started again, and its failure reported, by <see cref="Step"/>.
    /// </summary>
    public void Start()
    {
        _sender.CutOff();

        for (int index = 0; index < _streams.Length; index++)
        {
            SampledStream stream = _streams[index];
            stream.Status = stream.Sensor.Start();
            stream.NeedsStart = stream.Status != SensorStatus.Ok && stream.Status != SensorStatus.NotReady;
            stream.Backoff = 0;
        }

        long phase = _clock.Nanoseconds;
        for (int index = 0; index < _streams.Length; index++)
        {
            SampledStream stream = _streams[index];
            stream.Due = phase;
            stream.Wake = phase;
            stream.StartAt = phase;
            stream.Attempts = 0;
        }

        if (_control != null)
        {
            _control.Start();
        }

        _started = true;
    }

    /// <summary>
    /// Answers what came in over the link, then reads every stream whose turn it is, in their order, and sends a frame for each reading
    /// and reported fault.
    /// </summary>
    /// <returns>Nanoseconds until the next turn; 0 when it has come already.</returns>
    /// <exception cref="InvalidOperationException">The board was not started.</exception>
    public long Step()
    {
        if (!_started)
        {
            throw new InvalidOperationException("the board was not started: call Start before Step");
        }

        long poll = _control == null ? long.MaxValue : _control.Step();
        long next = long.MaxValue;
        for (int index = 0; index < _streams.Length; index++)
        {
            SampledStream stream = _streams[index];
            long now = _clock.Nanoseconds;
            if (now >= stream.Wake)
            {
                Take(stream, now);
            }

            if (stream.Wake < next)
            {
                next = stream.Wake;
            }
        }

        long wait = next - _clock.Nanoseconds;
        if (poll < wait)
        {
            wait = poll;
        }

        return wait > 0 ? wait : 0;
    }

    /// <summary>Whether every stream's account adds up, the board's own included, see <see cref="SampledStream.IsConserved"/>.</summary>
    public bool IsConserved()
    {
        for (int index = 0; index < _streams.Length; index++)
        {
            if (!_streams[index].IsConserved())
            {
                return false;
            }
        }

        return _control == null || _control.IsConserved();
    }

    private static void EndPeriods(SampledStream stream, long count)
    {
        stream.Periods += count;
        stream.Due += count * stream.PeriodNanoseconds;
        stream.Wake = stream.Due;
        stream.Attempts = 0;
    }

    private void Take(SampledStream stream, long now)
    {
        long over = (now - stream.Due) / stream.PeriodNanoseconds;
        if (over > 0)
        {
            stream.Missed += over;
            stream.Decision?.Interrupt();
            EndPeriods(stream, over);
        }

        if (stream.Attempts == 0)
        {
            stream.Timing.Count(now - stream.Due);
        }

        if (stream.NeedsStart)
        {
            if (now < stream.StartAt)
            {
                stream.Skipped++;
                EndPeriods(stream, 1);
                return;
            }

            SensorStatus started = stream.Sensor.Start();
            if (started != SensorStatus.Ok && started != SensorStatus.NotReady)
            {
                Fail(stream, started, now);
                return;
            }

            // A chip that needs time is under way: reading it goes on with that, and another start would begin it anew for ever.
            stream.NeedsStart = false;
        }

        SensorStatus status = stream.Sensor.Read();
        switch (status)
        {
            case SensorStatus.Ok:
                stream.Status = status;
                stream.Readings++;
                stream.Backoff = 0;
                stream.Reported = SensorStatus.Ok;
                Tell(stream, stream.Sensor.Reading);
                EndPeriods(stream, 1);
                break;

            case SensorStatus.NotReady:
                Postpone(stream);
                break;

            default:
                Fail(stream, status, now);
                break;
        }
    }

    // A reading before what was decided on it: who reads the stream in its order has seen the cause.
    private void Tell(SampledStream stream, Message reading)
    {
        if (stream.SendsReadings)
        {
            Send(stream, reading);
        }
        else
        {
            stream.KeptBack++;
        }

        if (stream.Decision != null && stream.Decision.TryDecide(reading, out Decision? decision) && decision != null)
        {
            stream.Decisions++;
            Send(stream, decision);
        }
    }

    private void Postpone(SampledStream stream)
    {
        stream.Status = SensorStatus.NotReady;
        stream.NotReady++;
        stream.Attempts++;
        if (stream.Attempts >= AttemptsPerPeriod)
        {
            stream.Missed++;
            stream.Decision?.Interrupt();
            EndPeriods(stream, 1);
            return;
        }

        stream.Wake = _clock.Nanoseconds + (stream.PeriodNanoseconds / AttemptsPerPeriod);
    }

    private void Fail(SampledStream stream, SensorStatus status, long began)
    {
        long now = _clock.Nanoseconds;
        stream.Status = status;
        stream.FailedReadings++;
        stream.Decision?.Interrupt();

        // A converter at its limit is a sound chip in too strong a world: a restart would only lose its tare.
        if (status != SensorStatus.Saturated)
        {
            stream.NeedsStart = true;
            stream.StartAt = now + stream.Backoff;
            stream.Backoff = stream.Backoff == 0 ? FirstBackoff : stream.Backoff * 2;
            if (stream.Backoff > LongestBackoff)
            {
                stream.Backoff = LongestBackoff;
            }
        }

        if (status != stream.Reported || now - stream.ReportedAt >= FaultInterval)
        {
            stream.Reported = status;
            stream.ReportedAt = now;
            stream.FaultFrames++;
            _fault.Status = status;
            _fault.FailedReadings = stream.FailedReadings > uint.MaxValue ? uint.MaxValue : (uint)stream.FailedReadings;

            // It failed at some instant between the beginning of the attempt and now.
            long half = (now - began + 1) / 2;
            _fault.Stamp = new Stamp(began + half, half);
            Send(stream, _fault);
        }

        EndPeriods(stream, 1);
    }

    private void Send(SampledStream stream, Message message)
    {
        SendOutcome outcome = _sender.Send(stream.Number, stream.Produced, message);
        stream.Produced++;
        switch (outcome)
        {
            case SendOutcome.Sent:
                stream.Sent++;
                break;

            case SendOutcome.LinkFull:
                stream.DroppedLinkFull++;
                break;

            case SendOutcome.LinkClosed:
                stream.DroppedLinkClosed++;
                break;

            default:
                stream.DroppedInvalid++;
                break;
        }
    }
}
