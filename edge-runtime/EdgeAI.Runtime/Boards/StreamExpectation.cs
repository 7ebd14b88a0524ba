using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Boards;

/// <summary>What the robot expects one stream of a board to be. What is null is not compared.</summary>
public sealed record StreamExpectation
{
    /// <summary>The stream's number on its board.</summary>
    public required byte Stream { get; init; }

    /// <summary>The stream's name on the robot.</summary>
    public required string Name { get; init; }

    /// <summary>What its readings are.</summary>
    public required MessageType ReadingType { get; init; }

    /// <summary>Microseconds from one reading to the next; a thousandth more or less is the same.</summary>
    public long? PeriodMicroseconds { get; init; }

    /// <summary>What one step of a reading is worth, its unit included.</summary>
    public Scale? Scale { get; init; }

    /// <summary>The unit of its readings, where the scale is the board's own affair.</summary>
    public Unit? Unit { get; init; }

    /// <summary>The frame that its readings are expressed in.</summary>
    public string? FrameName { get; init; }
}
