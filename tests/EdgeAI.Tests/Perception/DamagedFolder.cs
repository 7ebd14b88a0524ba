using System.Text.Json.Nodes;
using EdgeAI.Perception.Models;

namespace EdgeAI.Tests.Perception;

/// <summary>A copy of a shipped model folder that a test may damage.</summary>
internal sealed class DamagedFolder : IDisposable
{
    public DamagedFolder(string name)
    {
        Root = Directory.CreateTempSubdirectory("edgeai-model-").FullName;
        foreach (string file in Directory.GetFiles(ShippedModels.FolderOf(name)))
        {
            File.Copy(file, Path.Combine(Root, Path.GetFileName(file)));
        }
    }

    public string Root { get; }

    public string CardPath => Path.Combine(Root, ModelCard.FileName);

    public string ModelPath => Path.Combine(Root, "model.onnx");

    public void EditCard(Action<JsonObject> edit)
    {
        JsonObject card = JsonNode.Parse(File.ReadAllText(CardPath))!.AsObject();
        edit(card);
        File.WriteAllText(CardPath, card.ToJsonString(new() { WriteIndented = true }));
    }

    public ModelRefusal Open(out string problem) => Open(new ModelOptions(), out problem);

    public ModelRefusal Open(ModelOptions options, out string problem)
    {
        ModelRefusal refusal = Model.Open(Root, options, out Model? model, out problem);
        Assert.Equal(refusal == ModelRefusal.None, model is not null);
        model?.Dispose();
        return refusal;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
