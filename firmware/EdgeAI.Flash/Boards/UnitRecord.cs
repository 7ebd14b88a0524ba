using EdgeAI.Profiles.Boards;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Flash.Boards;

/// <summary>What is known of one flashed unit at the end.</summary>
internal sealed record UnitRecord
{
    /// <summary>The port that it was flashed through; a simulated board's name.</summary>
    public required string Port { get; init; }

    /// <summary>Its profile.</summary>
    public required BoardProfile Board { get; init; }

    /// <summary>What it tells of itself; null where it told nothing.</summary>
    public BoardHello? Hello { get; init; }

    /// <summary>The tares, stream by stream; empty where none was asked for, or no stream has one.</summary>
    public IReadOnlyList<TareReport> Tares { get; init; } = [];

    /// <summary>Everything that is wrong with it, one line each with the mend; empty for a good unit.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Whether it is made up.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Whether nobody listened to it.</summary>
    public bool IsUnheard { get; init; }

    /// <summary>The verdict in a word.</summary>
    public string Verdict => Problems.Count > 0 ? "fail" : IsUnheard ? "unchecked" : "pass";
}
