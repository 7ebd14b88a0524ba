using EdgeAI.Device.Application;
using EdgeAI.Device.Board;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>Holds what the robot got in a run against what the board says that it dropped, stream by stream, and adds the runs up.</summary>
internal sealed class DayAccount
{
    public long Runs { get; private set; }

    public long Produced { get; private set; }

    public long Received { get; private set; }

    public long Full { get; private set; }

    public long Closed { get; private set; }

    public long Oldest { get; private set; }

    public long LostAtEnd { get; private set; }

    public long FailedReadings { get; private set; }

    public long FaultFrames { get; private set; }

    public long Missed { get; private set; }

    /// <summary>Settles a run that is over, after <see cref="DayLink.Die"/>.</summary>
    public void Settle(BoardApplication application, DayRun run)
    {
        Runs++;
        BoardControl control = application.Control!;
        long sent = control.Sent;
        long gaveWay = HolesBeyond(run, DayRun.Housekeeping, control.Produced, control.DroppedLinkFull, control.DroppedLinkClosed, control.DroppedInvalid);
        foreach (SampledStream stream in application.Streams)
        {
            sent += stream.Sent;
            gaveWay += HolesBeyond(run, DayRun.PlaceOf(stream.Number), stream.Produced, stream.DroppedLinkFull, stream.DroppedLinkClosed, stream.DroppedInvalid);
            FailedReadings += stream.FailedReadings;
            FaultFrames += stream.FaultFrames;
            Missed += stream.Missed;
        }

        // The lone delimiter that begins a run waits in the queue like a frame, and has no number.
        gaveWay += run.DelimitersPut - run.Delimiters;
        Oldest += application.Queue.DroppedOldest;
        if (application.Queue.Accepted != sent + run.DelimitersPut)
        {
            Assert.Fail($"boot {run.Boot}: the streams say that {sent} frames were sent, and the queue that it took {application.Queue.Accepted} with {run.DelimitersPut} delimiters");
        }

        if (gaveWay != application.Queue.DroppedOldest)
        {
            Assert.Fail($"boot {run.Boot}: {gaveWay} numbers are missing beyond the streams' accounts, and the queue says that {application.Queue.DroppedOldest} gave way");
        }

        if (control.Executed < run.CommandsAcknowledged || control.Executed > run.CommandsSent)
        {
            Assert.Fail($"boot {run.Boot}: {run.CommandsSent} commands, {run.CommandsAcknowledged} acknowledged, {control.Executed} executed");
        }
    }

    private long HolesBeyond(DayRun run, int place, long produced, long full, long closed, long invalid)
    {
        Produced += produced;
        Received += run.Received[place];
        Full += full;
        Closed += closed;
        LostAtEnd += run.LostAtEnd[place];
        long beyond = produced - run.Received[place] - full - closed - invalid - run.LostAtEnd[place];
        if (beyond < 0 || invalid != 0 || run.LastSequence[place] >= produced)
        {
            Assert.Fail($"boot {run.Boot} place {place}: {produced} numbers, {run.Received[place]} arrived, the last {run.LastSequence[place]}; full {full}, closed {closed}, invalid {invalid}, lost at the end {run.LostAtEnd[place]}");
        }

        return beyond;
    }
}
