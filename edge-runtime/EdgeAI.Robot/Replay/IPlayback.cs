namespace EdgeAI.Robot.Replay;

/// <summary>Something that can be played through the robot's doors, one reading or frame after the other.</summary>
internal interface IPlayback
{
    /// <summary>What is played, for people.</summary>
    string Name { get; }

    /// <summary>How many there are, by its own account.</summary>
    long Total { get; }

    /// <summary>The instant of the one that <see cref="Send"/> sends, robot timeline, nanoseconds.</summary>
    long Instant { get; }

    /// <summary>Goes to the next one.</summary>
    /// <returns>False at the end.</returns>
    bool Advance();

    /// <summary>Moves the robot's clock to the instant and sends it to its door.</summary>
    void Send();

    /// <summary>Lines for the display: a score, what was left out.</summary>
    IEnumerable<string> Report();
}
