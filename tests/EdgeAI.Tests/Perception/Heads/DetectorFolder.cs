using EdgeAI.Perception.Models;

namespace EdgeAI.Tests.Perception.Heads;

/// <summary>A folder as a person makes it: a card, and the model file beside it.</summary>
internal sealed class DetectorFolder : IDisposable
{
    /// <summary>The shared detectors: the folder of card and model, and the file.</summary>
    public static readonly IReadOnlyDictionary<string, string> Files = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["yolox-nano"] = "yolox_nano.onnx",
        ["fastestdet"] = "FastestDet.onnx",
        ["person-lite"] = "model.onnx",
        ["yunet"] = "yunet_n_320_320.onnx",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgeai-detector-");

    public string Path => _folder.FullName;

    /// <summary>One of the four with the card that the repository has for it.</summary>
    public static DetectorFolder Shipped(string name)
    {
        string model = Checkout.SharedData("models", name, Files[name]);
        return Of(File.ReadAllText(Checkout.PathOf("edge-runtime", "models", name, ModelCard.FileName)), model, Files[name]);
    }

    /// <summary>A model file under a name, with a card.</summary>
    public static DetectorFolder Of(string card, string model, string name)
    {
        DetectorFolder folder = new();
        File.WriteAllText(System.IO.Path.Combine(folder.Path, ModelCard.FileName), card);
        File.Copy(model, System.IO.Path.Combine(folder.Path, name));
        return folder;
    }

    /// <summary>Opens it.</summary>
    public Model Open()
    {
        Assert.True(Model.TryOpen(Path, new ModelOptions(), out Model? model, out string problem), problem);
        return model!;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
