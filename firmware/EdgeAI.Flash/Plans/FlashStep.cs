namespace EdgeAI.Flash.Plans;

/// <summary>One thing that is done with a tool.</summary>
/// <param name="Title">What it does, as progress is told: "building the firmware".</param>
/// <param name="Command">How.</param>
/// <param name="Mend">What to do when it fails.</param>
internal sealed record FlashStep(string Title, ToolCommand Command, string Mend)
{
    /// <summary>What the person has to do before, in a sentence; empty for nothing.</summary>
    public string Before { get; init; } = "";

    /// <summary>Whether only one board at a time can be in the state that it needs.</summary>
    public bool OneAtATime { get; init; }
}
