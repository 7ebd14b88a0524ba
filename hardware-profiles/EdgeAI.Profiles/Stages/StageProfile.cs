using System.Text.Json.Serialization;
using EdgeAI.Profiles.Gateways;
using EdgeAI.Profiles.Queues;

namespace EdgeAI.Profiles.Stages;

/// <summary>One step of perception: takes streams of sensors or of other stages, gives one stream of decisions or derived readings on board 0.</summary>
public sealed record StageProfile
{
    /// <summary>The number of the stage's stream on board 0, 1 to 254.</summary>
    public required int Stream { get; init; }

    /// <summary>The name of the stage's stream, unique on the robot.</summary>
    public required string Name { get; init; }

    /// <summary>What the stage does.</summary>
    public required StageKind Kind { get; init; }

    /// <summary>The name of the stream that the stage takes, a sensor's or another stage's; null for a stage with several.</summary>
    public string? Input { get; init; }

    /// <summary>The names of the streams that the stage takes, in the order of its kind; null for a stage with one.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>The names of all streams that the stage takes, in the order of <see cref="StageFacts.Inputs"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> InputNames => Inputs ?? [Input!];

    /// <summary>The name of the model, for the kinds that run one; null for the others.</summary>
    public string? Model { get; init; }

    /// <summary>What the arm is doing, for <see cref="StageKind.WrenchFailure"/>; null for the others.</summary>
    public Activity? Activity { get; init; }

    /// <summary>How far a pixel stands out above its surroundings, in degrees Celsius, for <see cref="StageKind.Presence"/>; null for the others.</summary>
    public double? ThresholdDegreesCelsius { get; init; }

    /// <summary>How many pixels must stand out, for <see cref="StageKind.Presence"/>; null for the others.</summary>
    public int? MinimumPixels { get; init; }

    /// <summary>The force that decides, in newton, for <see cref="StageKind.Force"/> and <see cref="StageKind.WrenchContact"/>; null for the others.</summary>
    public double? ThresholdNewton { get; init; }

    /// <summary>The frame to tell in, for <see cref="StageKind.WrenchFrame"/> and <see cref="StageKind.ImuFrame"/>; null for the others.</summary>
    public string? Frame { get; init; }

    /// <summary>How the inputs are joined by time, for <see cref="StageKind.ToolWeight"/>; null for the others.</summary>
    public JoinKind? Join { get; init; }

    /// <summary>How far from the first input's instant a reading of another may lie to be joined with it, in milliseconds.</summary>
    public required double JoinWindowMilliseconds { get; init; }

    /// <summary>How far behind the newest of its stream a reading may come and is still put in its place, in milliseconds; every answer waits as long.</summary>
    public required double JoinLatenessMilliseconds { get; init; }

    /// <summary>The mass of what hangs on the sensor, in kg, for <see cref="StageKind.ToolWeight"/>; null for the others.</summary>
    public double? ToolKilogram { get; init; }

    /// <summary>Its centre of mass in the wrench's frame, in metres, for <see cref="StageKind.ToolWeight"/>; null for the others.</summary>
    public IReadOnlyList<double>? ToolCentre { get; init; }

    /// <summary>The name of the arm that is computed with, in <see cref="Profile.Arms"/>, for <see cref="StageKind.ExternalTorque"/>; null for the others.</summary>
    public string? Arm { get; init; }

    /// <summary>How fast an estimate of external torques follows, in 1/s: 63 % of a step after one over this.</summary>
    public required double GainPerSecond { get; init; }

    /// <summary>How far from its untouched value a taxel is that is touched, in the reading's own unit, for <see cref="StageKind.TaxelContact"/>; null for the others.</summary>
    public double? Threshold { get; init; }

    /// <summary>How well what is looked at radiates, 0.05 to 1, for <see cref="StageKind.ThermalImage"/>; null for the others.</summary>
    public double? Emissivity { get; init; }

    /// <summary>The least score that counts, 0.01 to 1: of a detection for <see cref="StageKind.Detect"/>, null for the model card's; of a sighting for <see cref="StageKind.Sighting"/>; null for the others.</summary>
    public double? ScoreThreshold { get; init; }

    /// <summary>The classes that are told, by the names of the model's card, for <see cref="StageKind.Detect"/>; null for all, and for the others.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The class that is looked out for, for <see cref="StageKind.Sighting"/>; null for the others.</summary>
    public string? Class { get; init; }

    /// <summary>The oldest that an input may be when the decision is made, in milliseconds; older decisions are refused and counted.</summary>
    public required double AllowedAgeMilliseconds { get; init; }

    /// <summary>From an input's stamp to the end of the stage's work on it, in milliseconds; null for no deadline.</summary>
    public double? DeadlineMilliseconds { get; init; }

    /// <summary>What is done about a miss beside counting it.</summary>
    public required MissHandling OnMiss { get; init; }

    /// <summary>The name of the stage that decides in this one's place, for <see cref="MissHandling.Degrade"/>; null for the others.</summary>
    public string? Alternative { get; init; }

    /// <summary>How long there must be no miss before a degraded stage decides again, in milliseconds.</summary>
    public required double CalmMilliseconds { get; init; }

    /// <summary>The name of the graph thread that the stage runs on; null for the one that looks after the boards that it takes from.</summary>
    public string? Thread { get; init; }

    /// <summary>The queue between the stage and stages of each other thread that take its stream.</summary>
    public required QueueProfile Queue { get; init; }

    /// <summary>Whether the stage's answers leave the robot as frames; otherwise only other stages, the outlet and the display get them.</summary>
    public required bool Publish { get; init; }

    /// <summary>How dear the decisions are to the gateway.</summary>
    public required RecordClass RecordClass { get; init; }
}
