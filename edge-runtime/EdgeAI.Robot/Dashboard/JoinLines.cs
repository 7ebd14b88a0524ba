using EdgeAI.Runtime.Fusion;

namespace EdgeAI.Robot.Dashboard;

/// <summary>What became of the samples that stages joined by time, in plain lines.</summary>
internal static class JoinLines
{
    /// <summary>One line for a stage's join.</summary>
    public static string Of(string stage, IJoinAccount join)
    {
        JoinLedger ledger = join.Ledger;
        string line = $"Join     {stage}: {ledger.Joined} of {ledger.Taken} joined, {ledger.Waiting} wait"
            + Counted(ledger.Absent, "without a match") + Counted(ledger.GaveUp, "given up") + Counted(ledger.Lost, "lost with what might have matched")
            + Counted(ledger.Late, "late") + Counted(ledger.Overflow, "dropped for want of room") + Counted(ledger.Jumped, "dropped at jumps")
            + Counted(join.IdenticalStamps, "of one stamp") + Counted(join.JumpsAhead, "jumps ahead") + Counted(join.JumpsBack, "jumps back")
            + Counted(join.OutOfOrder, "answered out of order") + Counted(join.Hurried, "answered before a late one could come")
            + (join.WasDisturbed ? ", timing had a part in it" : "");
        foreach (JoinInput input in join.Inputs)
        {
            HistoryLedger history = input.Ledger;
            line += $"; {input.Name}: {history.Taken} taken, {history.Held} held, {input.Found} found"
                + Counted(input.Absent, "not there") + Counted(input.GaveUp, "waited for in vain") + Counted(input.Lost, "lost")
                + Counted(history.Late, "late") + Counted(history.Identical, "of one stamp") + Counted(history.Overflow, "dropped for want of room")
                + Counted(history.Jumped, "dropped at jumps") + Counted(input.JumpsAhead, "jumps ahead") + Counted(input.JumpsBack, "jumps back");
        }

        return line;
    }

    private static string Counted(long count, string what) => count == 0 ? "" : $", {count} {what}";
}
