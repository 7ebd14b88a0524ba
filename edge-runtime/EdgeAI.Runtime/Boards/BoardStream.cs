using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Boards;

/// <summary>One stream as its board describes it (WIRE.md, "StreamDescription").</summary>
public sealed record BoardStream
{
    /// <summary>The stream's number, 0 to 254.</summary>
    public required byte Stream { get; init; }

    /// <summary>What its readings are.</summary>
    public required MessageType ReadingType { get; init; }

    /// <summary>Microseconds from one reading to the next.</summary>
    public required uint PeriodMicroseconds { get; init; }

    /// <summary>What one step of a reading is worth.</summary>
    public required Scale Scale { get; init; }

    /// <summary>The smallest reading that the sensor gives, in steps of the scale.</summary>
    public required int Minimum { get; init; }

    /// <summary>The largest.</summary>
    public required int Maximum { get; init; }

    /// <summary>Half the width of the interval that holds the true value in 95 of 100 cases, in steps of the scale; <see cref="StreamDescription.UnknownUncertainty"/> where not known.</summary>
    public required uint Uncertainty { get; init; }

    /// <summary>The most samples, zones, taxels or classes of one reading.</summary>
    public required int Elements { get; init; }

    /// <summary>Components of each taxel, 1 or 3.</summary>
    public required int Components { get; init; }

    /// <summary>The day of calibration as decimal digits yyyymmdd; 0 for never.</summary>
    public required uint CalibrationDate { get; init; }

    /// <summary>SHA-256 of the calibration certificate, 64 lower-case hexadecimal digits; empty where there is none.</summary>
    public required string CertificateHash { get; init; }

    /// <summary>The chip.</summary>
    public required string SensorName { get; init; }

    /// <summary>The frame after REP-105 and REP-120.</summary>
    public required string FrameName { get; init; }
}
