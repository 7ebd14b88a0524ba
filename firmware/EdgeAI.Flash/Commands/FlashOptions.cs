using EdgeAI.Flash.Plans;

namespace EdgeAI.Flash.Commands;

/// <summary>What was asked for on the command line.</summary>
internal sealed record FlashOptions
{
    /// <summary>The board's profile.</summary>
    public required string Profile { get; init; }

    /// <summary>The flashing ports, in order; of simulated boards their names.</summary>
    public required IReadOnlyList<string> Ports { get; init; }

    /// <summary>Where each board's data link is wired to this machine, in the same order; empty where it is to be found.</summary>
    public required IReadOnlyList<string> DataPorts { get; init; }

    /// <summary>The ST-LINK of each board, in the same order; empty for the only one.</summary>
    public required IReadOnlyList<string> Probes { get; init; }

    /// <summary>Whether each board is tared and gets a line in <see cref="Record"/>.</summary>
    public required bool Calibrate { get; init; }

    /// <summary>The CSV file of flashed units.</summary>
    public required string Record { get; init; }

    /// <summary>nanoFramework's line.</summary>
    public required FirmwareLine Line { get; init; }

    /// <summary>The firmware's folder; null for this checkout's.</summary>
    public required string? Firmware { get; init; }

    /// <summary>Whether commands are printed and not run.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Whether the board is a simulated one.</summary>
    public required bool Simulate { get; init; }

    /// <summary>Whether Board.g.cs is all that is wanted.</summary>
    public required bool GenerateOnly { get; init; }

    /// <summary>Whether the board keeps the nanoFramework that it has.</summary>
    public required bool NoUpdate { get; init; }

    /// <summary>Whether the board keeps the Wi-Fi settings that it has.</summary>
    public required bool KeepNetwork { get; init; }

    /// <summary>Whether nobody listens to the flashed board.</summary>
    public required bool NoCheck { get; init; }

    /// <summary>How long readings are shown.</summary>
    public required TimeSpan Watch { get; init; }

    /// <summary>How long a hello is waited for.</summary>
    public required TimeSpan HelloLimit { get; init; }

    /// <summary>Chooses what happens in the simulated world.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether stack traces and the tools' whole output are shown.</summary>
    public required bool Verbose { get; init; }
}
