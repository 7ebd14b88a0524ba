namespace EdgeAI.Runtime.Fusion;

/// <summary>Whether an input has something for an instant.</summary>
public enum MatchStatus
{
    /// <summary>What is still to come can change the match.</summary>
    Undecided,

    /// <summary>It has.</summary>
    Found,

    /// <summary>It has nothing, and nothing will come.</summary>
    Absent,

    /// <summary>It cannot tell: what might have matched was dropped from a full history.</summary>
    Lost,
}
