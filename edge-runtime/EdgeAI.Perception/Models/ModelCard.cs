using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Perception.Models;

/// <summary>
/// A model's card: what it takes, what it answers, what it was trained and measured on, and where it fails. A card of
/// <see cref="FullFormat"/> tells all of it, as the models do that are trained here; one of <see cref="ShortFormat"/> tells what a person
/// knows of a model that they have, and the rest has defaults (SESSIONS.md, "The card").
/// The generated reader sets each property, to null where the file lacks it; hence the defaults in the accessors.
/// </summary>
public sealed class ModelCard
{
    /// <summary>The file's name in a model's folder.</summary>
    public const string FileName = "card.json";

    /// <summary>The format of a trained model's card: everything is told.</summary>
    public const string FullFormat = "edgeai-model-card/1";

    /// <summary>The format of a card in a few lines.</summary>
    public const string ShortFormat = "edgeai-model-card/2";

    /// <summary>The card's format.</summary>
    public required string Format { get; init; }

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it decides, in one sentence.</summary>
    public string Task { get; init => field = value ?? ""; } = "";

    /// <summary>The model file, in the card's folder.</summary>
    public required string File { get; init; }

    /// <summary>The model file's length in bytes, where it is told.</summary>
    public long? Bytes { get; init; }

    /// <summary>SHA-256 of the model file, 64 hexadecimal digits; null where the card pins no file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The version of ONNX's default operator set, where it is told.</summary>
    public int? Opset { get; init; }

    /// <summary>What turns the outputs into detections, such as yolox; null where it is recognised from the graph.</summary>
    public string? Head { get; init; }

    /// <summary>What the classes are called, in the model's order; empty where the card does not say.</summary>
    [JsonConverter(typeof(ClassListJson))]
    public string[] Classes { get; init => field = value ?? []; } = [];

    /// <summary>How an image becomes the input, where the head's own way is not it.</summary>
    public ModelImage? Image { get; init; }

    /// <summary>The least score of a detection, 0 to 1; null for the head's own.</summary>
    public double? ScoreThreshold { get; init; }

    /// <summary>How much two boxes may overlap (intersection over union) before the weaker goes, 0 to 1; null for the head's own.</summary>
    public double? OverlapThreshold { get; init; }

    /// <summary>The shapes to bind by the name of an input or output, for sizes that the graph leaves open.</summary>
    public Dictionary<string, int[]> Shapes { get; init => field = value ?? []; } = [];

    /// <summary>The tensor that it takes, where it is told.</summary>
    public ModelInput? Input { get; init; }

    /// <summary>Its heads with their labels; empty where they are not told.</summary>
    public ModelOutput[] Outputs { get; init => field = value ?? []; } = [];

    /// <summary>How it works, in words.</summary>
    public string Method { get; init => field = value ?? ""; } = "";

    /// <summary>What it was trained on, where it is told.</summary>
    public ModelData? Data { get; init; }

    /// <summary>What it never saw; nothing where that is not known.</summary>
    public ModelSplit Split { get; init => field = value ?? ModelSplit.Unknown; } = ModelSplit.Unknown;

    /// <summary>What was measured.</summary>
    public ModelMetric[] Metrics { get; init => field = value ?? []; } = [];

    /// <summary>Where it fails.</summary>
    public string[] Limits { get; init => field = value ?? []; } = [];

    /// <summary>Generators of inputs for simulated boards.</summary>
    public ModelGenerator[] Generators { get; init => field = value ?? []; } = [];

    /// <summary>Under which terms the model may be used; empty where it is not told.</summary>
    public string Licence { get; init => field = value ?? ""; } = "";

    /// <summary>The command that trains it again and measures it; empty where there is none.</summary>
    public string Command { get; init => field = value ?? ""; } = "";

    /// <summary>What else stands in the file.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Reads and checks a card. Never throws for what the file holds.</summary>
    /// <param name="path">The card's path.</param>
    /// <param name="card">The card, or null.</param>
    /// <param name="problem">One line that names the file, the place in it and the mend; empty on success.</param>
    public static bool TryLoad(string path, out ModelCard? card, out string problem)
    {
        ArgumentNullException.ThrowIfNull(path);
        card = ModelCardFile.Read(path, out problem);
        if (card is not null && ModelCardRules.FaultOf(card) is { } fault)
        {
            problem = $"{path}: {fault}: {ModelCardFile.MendOf(card.Format)}";
            card = null;
        }

        return card is not null;
    }

    /// <summary>The card of a model file that came without one: its name, and nothing pinned.</summary>
    /// <param name="path">The model file.</param>
    public static ModelCard Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new ModelCard { Format = ShortFormat, Name = Path.GetFileNameWithoutExtension(path), File = Path.GetFileName(path) };
    }
}
