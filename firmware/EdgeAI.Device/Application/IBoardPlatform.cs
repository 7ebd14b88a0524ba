using EdgeAI.Device.Configuration;

namespace EdgeAI.Device.Application;

/// <summary>What a microcontroller, or the host of a simulated board, gives the application. Called on the board's own thread; nothing throws but what is said.</summary>
public interface IBoardPlatform
{
    /// <summary>What tells this board from every other of its kind: printable ASCII, at most 32 characters.</summary>
    string SerialNumber { get; }

    /// <summary>Whether the power was switched on, as opposed to any other start. False where the platform cannot tell.</summary>
    bool StartedByPowerOn { get; }

    /// <summary>A number by chance, another at each start: the board's own where it has a generator. Asked for once a start.</summary>
    ushort Chance { get; }

    /// <summary>Bytes of memory that are free now; 0 where the platform cannot tell.</summary>
    long FreeBytes { get; }

    /// <summary>Opens the buses of a configuration. One that cannot be opened is null in what it returns.</summary>
    IBoardBuses OpenBuses(BoardConfiguration configuration);

    /// <summary>Opens the link and goes on trying while it is not there; says so by <see cref="SendQueue.SetClosed"/>.</summary>
    /// <param name="link">What to open.</param>
    /// <param name="queue">Holds the frames that wait; the platform empties it as fast as the link goes.</param>
    /// <returns>What the robot sends.</returns>
    /// <exception cref="System.InvalidOperationException">
    /// The board has no such link, and never will. A board that nobody can reach must not go on: the start fails, and the board comes back with its compiled configuration.
    /// </exception>
    IByteSource OpenLink(LinkConfiguration link, SendQueue queue);

    /// <summary>Switches the lamp that makes the board seen.</summary>
    void SetLamp(int pin, bool lit);

    /// <summary>Arms the watchdog: from then on the board is restarted unless <see cref="FeedWatchdog"/> comes in time.</summary>
    void StartWatchdog(int milliseconds);

    /// <summary>Tells the watchdog that the board is alive.</summary>
    void FeedWatchdog();

    /// <summary>Restarts the board; on a microcontroller it does not return.</summary>
    void Restart();
}
