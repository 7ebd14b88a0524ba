namespace EdgeAI.Gateway.Downlink;

/// <summary>What the journal did with a robot's result.</summary>
internal enum AnswerOutcome
{
    /// <summary>It moved the command on, on disk.</summary>
    Taken,

    /// <summary>It says what is known, or comes after the end.</summary>
    Known,

    /// <summary>The gateway has no such command of this robot.</summary>
    Stranger,

    /// <summary>It is no result.</summary>
    Malformed,
}
