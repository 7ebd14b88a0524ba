using EdgeAI.Profiles.Boards;

namespace EdgeAI.Profiles.Stages;

/// <summary>What is true of a kind of stage wherever it is used.</summary>
public sealed record StageFacts
{
    /// <summary>The kinds of stages, each with its facts.</summary>
    public static IReadOnlyList<StageFacts> All { get; } =
    [
        new() { Kind = StageKind.GraspStability, Name = "grasp-stability", Inputs = [MessageKind.TactileArray], Output = MessageKind.Classification, Properties = ["model"] },
        new() { Kind = StageKind.WrenchFailure, Name = "wrench-failure", Inputs = [MessageKind.WrenchStamped], Output = MessageKind.Classification, Properties = ["model", "activity"] },
        new() { Kind = StageKind.Presence, Name = "presence", Inputs = [MessageKind.Image], Output = MessageKind.PerceptionEvent, Properties = ["thresholdDegreesCelsius", "minimumPixels"] },
        new() { Kind = StageKind.Touch, Name = "touch", Inputs = [MessageKind.TactileArray], Output = MessageKind.PerceptionEvent, NeedsTouchDecision = true },
        new() { Kind = StageKind.Force, Name = "force", Inputs = [MessageKind.ForceStamped], Output = MessageKind.PerceptionEvent, NeedsNewton = true, Properties = ["thresholdNewton"] },
        new() { Kind = StageKind.WrenchContact, Name = "wrench-contact", Inputs = [MessageKind.WrenchStamped], Output = MessageKind.PerceptionEvent, Properties = ["thresholdNewton"] },
        new() { Kind = StageKind.Orientation, Name = "orientation", Inputs = [MessageKind.Imu], Output = MessageKind.Imu },
        new() { Kind = StageKind.WrenchFrame, Name = "wrench-frame", Inputs = [MessageKind.WrenchStamped], Output = MessageKind.WrenchStamped, Properties = ["frame"] },
        new() { Kind = StageKind.ImuFrame, Name = "imu-frame", Inputs = [MessageKind.Imu], Output = MessageKind.Imu, Properties = ["frame"] },
        new() { Kind = StageKind.ToolWeight, Name = "tool-weight", Inputs = [MessageKind.WrenchStamped, MessageKind.Imu], Output = MessageKind.WrenchStamped, Properties = ["join", "toolKilogram", "toolCentre"] },
        new() { Kind = StageKind.ThermalImage, Name = "thermal-image", Inputs = [MessageKind.Image, MessageKind.Image], Output = MessageKind.Image, Properties = ["emissivity"] },
        new() { Kind = StageKind.Detect, Name = "detect", Inputs = [MessageKind.CameraImage], Output = MessageKind.Detection2DArray, Properties = ["model"], OptionalProperties = ["scoreThreshold", "classes"] },
        new() { Kind = StageKind.Sighting, Name = "sighting", Inputs = [MessageKind.Detection2DArray], Output = MessageKind.PerceptionEvent, Properties = ["class", "scoreThreshold"] },
    ];

    /// <summary>The kind.</summary>
    public required StageKind Kind { get; init; }

    /// <summary>The kind as a profile writes it.</summary>
    public required string Name { get; init; }

    /// <summary>The message that each of the stage's inputs takes: one for a stage with an <c>input</c>, several, in the order of <c>inputs</c>, for a stage that joins.</summary>
    public required IReadOnlyList<MessageKind> Inputs { get; init; }

    /// <summary>The message that the stage answers with: what a stage that takes its stream gets.</summary>
    public required MessageKind Output { get; init; }

    /// <summary>Whether the stage takes the chip's own decision on touch.</summary>
    public bool NeedsTouchDecision { get; init; }

    /// <summary>Whether the stage needs an input that is calibrated in newton.</summary>
    public bool NeedsNewton { get; init; }

    /// <summary>The properties of a stage that this kind needs and others refuse, as a profile writes them.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>The properties of a stage that this kind takes beside those that it needs.</summary>
    public IReadOnlyList<string> OptionalProperties { get; init; } = [];

    /// <summary>The facts of a kind.</summary>
    public static StageFacts Of(StageKind kind) => All.First(facts => facts.Kind == kind);
}
