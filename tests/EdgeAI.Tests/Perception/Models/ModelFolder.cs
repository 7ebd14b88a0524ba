using EdgeAI.Perception.Models;

namespace EdgeAI.Tests.Perception.Models;

/// <summary>A folder with a model that a test made, and a short card.</summary>
internal sealed class ModelFolder : IDisposable
{
    public ModelFolder(byte[] model, string card = "")
    {
        Root = Directory.CreateTempSubdirectory("edgeai-model-").FullName;
        File.WriteAllBytes(ModelPath, model);
        WriteCard(card);
    }

    public string Root { get; }

    public string CardPath => Path.Combine(Root, ModelCard.FileName);

    public string ModelPath => Path.Combine(Root, "made.onnx");

    /// <summary>Writes the card: what every card needs, and more of it.</summary>
    public void WriteCard(string more) =>
        File.WriteAllText(CardPath, $$"""{ "format": "edgeai-model-card/2", "name": "made", "file": "made.onnx"{{(more.Length > 0 ? ", " + more : "")}} }""");

    public Model Open(ModelOptions? options = null)
    {
        Assert.True(Model.TryOpen(Root, options ?? new ModelOptions(), out Model? model, out string problem), problem);
        return model!;
    }

    /// <summary>Opens it, in the hope that it is refused.</summary>
    public ModelRefusal Refuse(out string problem, ModelOptions? options = null)
    {
        ModelRefusal refusal = Model.Open(Root, options ?? new ModelOptions(), out Model? model, out problem);
        Assert.Equal(refusal == ModelRefusal.None, model is not null);
        model?.Dispose();
        Assert.DoesNotContain('\n', problem);
        Assert.StartsWith(refusal == ModelRefusal.None ? "" : Root, problem, StringComparison.Ordinal);
        return refusal;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
