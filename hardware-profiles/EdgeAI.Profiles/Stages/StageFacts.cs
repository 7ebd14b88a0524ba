using EdgeAI.Profiles.Boards;

namespace EdgeAI.Profiles.Stages;

/// <summary>What is true of a kind of stage wherever it is used.</summary>
public sealed record StageFacts
{
    /// <summary>How a stage that joins by time does it, beside <c>join</c> itself.</summary>
    private static readonly string[] JoinProperties = ["joinWindowMilliseconds", "joinLatenessMilliseconds"];

    /// <summary>The kinds of stages, each with its facts.</summary>
    public static IReadOnlyList<StageFacts> All { get; } =
    [
        new() { Kind = StageKind.GraspStability, Name = "grasp-stability", Inputs = [MessageKind.TactileArray], Output = MessageKind.Classification, Quantities = [Quantity.Counts], Properties = ["model"] },
        new() { Kind = StageKind.WrenchFailure, Name = "wrench-failure", Inputs = [MessageKind.WrenchStamped], Output = MessageKind.Classification, Quantities = [Quantity.Counts], Properties = ["model", "activity"] },
        new() { Kind = StageKind.Presence, Name = "presence", Inputs = [MessageKind.Image], Output = MessageKind.PerceptionEvent, Quantities = [Quantity.DegreesCelsius], Properties = ["thresholdDegreesCelsius", "minimumPixels"] },
        new() { Kind = StageKind.Touch, Name = "touch", Inputs = [MessageKind.TactileArray], Output = MessageKind.PerceptionEvent, NeedsTouchDecision = true },
        new() { Kind = StageKind.Force, Name = "force", Inputs = [MessageKind.ForceStamped], Output = MessageKind.PerceptionEvent, Quantities = [Quantity.Newton], Properties = ["thresholdNewton"] },
        new() { Kind = StageKind.WrenchContact, Name = "wrench-contact", Inputs = [MessageKind.WrenchStamped], Output = MessageKind.PerceptionEvent, Quantities = [Quantity.Newton], Properties = ["thresholdNewton"] },
        new() { Kind = StageKind.Orientation, Name = "orientation", Inputs = [MessageKind.Imu], Output = MessageKind.Imu, Answers = Quantity.Orientation, LongestGapMilliseconds = 500 },
        new() { Kind = StageKind.WrenchFrame, Name = "wrench-frame", Inputs = [MessageKind.WrenchStamped], Output = MessageKind.WrenchStamped, Quantities = [Quantity.Newton], Properties = ["frame"] },
        new() { Kind = StageKind.ImuFrame, Name = "imu-frame", Inputs = [MessageKind.Imu], Output = MessageKind.Imu, Properties = ["frame"] },
        new() { Kind = StageKind.ToolWeight, Name = "tool-weight", Inputs = [MessageKind.WrenchStamped, MessageKind.Imu], Output = MessageKind.WrenchStamped, Quantities = [Quantity.Newton, Quantity.Orientation], Properties = ["join", "toolKilogram", "toolCentre"], OptionalProperties = JoinProperties },
        new() { Kind = StageKind.ExternalTorque, Name = "external-torque", Inputs = [MessageKind.JointState], Output = MessageKind.JointState, Answers = Quantity.JointTorques, Properties = ["arm"], OptionalProperties = ["gainPerSecond"], LongestGapMilliseconds = 100 },
        new() { Kind = StageKind.TaxelContact, Name = "taxel-contact", Inputs = [MessageKind.TactileArray], Output = MessageKind.PerceptionEvent, Properties = ["threshold"] },
        new() { Kind = StageKind.MagneticOrientation, Name = "magnetic-orientation", Inputs = [MessageKind.Imu, MessageKind.MagneticField], Output = MessageKind.Imu, Answers = Quantity.Orientation, LongestGapMilliseconds = 500, Properties = ["join"], OptionalProperties = JoinProperties },
        new() { Kind = StageKind.ThermalImage, Name = "thermal-image", Inputs = [MessageKind.Image, MessageKind.Image], Output = MessageKind.Image, Answers = Quantity.DegreesCelsius, Properties = ["emissivity"] },
        new() { Kind = StageKind.Detect, Name = "detect", Inputs = [MessageKind.CameraImage], Output = MessageKind.Detection2DArray, Properties = ["model"], OptionalProperties = ["scoreThreshold", "classes"] },
        new() { Kind = StageKind.Sighting, Name = "sighting", Inputs = [MessageKind.Detection2DArray], Output = MessageKind.PerceptionEvent, Properties = ["class", "scoreThreshold"] },
        new() { Kind = StageKind.SlipOnset, Name = "slip-onset", Inputs = [MessageKind.TactileArray], Output = MessageKind.Classification, Quantities = [Quantity.Counts], Properties = ["model"] },
        new() { Kind = StageKind.JointAnomaly, Name = "joint-anomaly", Inputs = [MessageKind.JointState], Output = MessageKind.Classification, Quantities = [Quantity.JointCurrents], Properties = ["model"] },
        new() { Kind = StageKind.Collision, Name = "collision", Inputs = [MessageKind.JointState], Output = MessageKind.Classification, Quantities = [Quantity.JointTorques], Properties = ["model"] },
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

    /// <summary>What each of the stage's inputs has to measure, in their order; null, or no entry, where any will do.</summary>
    public IReadOnlyList<Quantity?> Quantities { get; init; } = [];

    /// <summary>What the stage's answers measure; null where that is what its first input does.</summary>
    public Quantity? Answers { get; init; }

    /// <summary>After so long without a reading the stage starts anew, in milliseconds: its input has to come more often; null where none is too rare.</summary>
    public double? LongestGapMilliseconds { get; init; }

    /// <summary>The properties of a stage that this kind needs and others refuse, as a profile writes them.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>The properties that this kind takes and others refuse; the schema says what holds where they are left out.</summary>
    public IReadOnlyList<string> OptionalProperties { get; init; } = [];

    /// <summary>The facts of a kind.</summary>
    public static StageFacts Of(StageKind kind) => All.First(facts => facts.Kind == kind);
}
