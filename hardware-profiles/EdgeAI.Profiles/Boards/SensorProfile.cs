using System.Text.Json.Serialization;
using EdgeAI.Profiles.Gateways;
using EdgeAI.Profiles.Queues;
using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Stages;

namespace EdgeAI.Profiles.Boards;

/// <summary>One sensor on a board: which driver reads it, where it sits on its bus and on the robot, how often, and what becomes of its readings.</summary>
public sealed partial record SensorProfile
{
    /// <summary>The stream's number on its board, 0 to 254.</summary>
    public required int Stream { get; init; }

    /// <summary>The stream's name, unique on the robot: what stages and topics refer to.</summary>
    public required string Name { get; init; }

    /// <summary>What reads the sensor; <see cref="DriverFacts"/> says what it needs.</summary>
    public required SensorDriver Driver { get; init; }

    /// <summary>The name of the bus that the chip sits on; null for drivers without a bus.</summary>
    public string? Bus { get; init; }

    /// <summary>The chip's 7-bit I2C address; null for drivers of several chips, of SPI or without a bus.</summary>
    [JsonConverter(typeof(I2cAddressConverter))]
    public byte? Address { get; init; }

    /// <summary>How often the sampling loop asks for a reading, in hertz.</summary>
    public required double RateHz { get; init; }

    /// <summary>The coordinate frame (REP-105, REP-120) that the readings are expressed in.</summary>
    public required string Frame { get; init; }

    /// <summary>Where that frame sits on the robot; null where the frame is one of the robot's own or another sensor states it.</summary>
    public MountProfile? Mount { get; init; }

    /// <summary>A bridge converter's amplification, 1 to 128 in powers of two; null for other drivers.</summary>
    public int? Gain { get; init; }

    /// <summary>What the counts of a single bridge are worth; null for other drivers.</summary>
    public CalibrationProfile? Calibration { get; init; }

    /// <summary>What the arm is doing, for the simulated wrist; null for other drivers.</summary>
    public Activity? Activity { get; init; }

    /// <summary>The name of the arm whose joints the sensor tells of, in <see cref="Profile.Arms"/>; null for drivers that give no joints.</summary>
    public string? Arm { get; init; }

    /// <summary>What is known of the sensor's calibration; null where nothing is.</summary>
    public CertificateProfile? Certificate { get; init; }

    /// <summary>Where the taxels sit, in the sensor's frame; null where nobody measured it, and for drivers without taxels.</summary>
    public IReadOnlyList<TaxelProfile>? Taxels { get; init; }

    /// <summary>What the board decides by itself from the readings; null for nothing.</summary>
    public DecisionProfile? Decision { get; init; }

    /// <summary>How dear the readings are to the gateway.</summary>
    public required RecordClass RecordClass { get; init; }

    /// <summary>The queue between the board and perception.</summary>
    public required QueueProfile Queue { get; init; }
}
