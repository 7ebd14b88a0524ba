namespace EdgeAI.Runtime.Boards;

/// <summary>Whether a command was taken over.</summary>
public enum SubmitStatus
{
    /// <summary>It will be sent, and a report will follow.</summary>
    Ok,

    /// <summary>No frame of the board has come yet, so its boot is not known: try again when it has.</summary>
    NotHeard,

    /// <summary>As many commands as there is room for wait, or their reports do: take the reports.</summary>
    Full,

    /// <summary>The board's hello says that it takes no frame as large as this one: send smaller pieces.</summary>
    TooLarge,

    /// <summary>The wire cannot carry it: an argument is out of its range.</summary>
    NotSound,
}
