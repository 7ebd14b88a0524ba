namespace EdgeAI.Tests.Robot;

/// <summary>The desktop profile with something changed, in a folder that ends with the test.</summary>
internal sealed class TemporaryProfile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-profile-").FullName;

    public TemporaryProfile(Func<string, string> change)
    {
        string original = File.ReadAllText(Checkout.PathOf("hardware-profiles", "desktop.profile.json"));
        string models = Checkout.PathOf("edge-runtime", "models").Replace('\\', '/');
        string changed = change(original.Replace("../edge-runtime/models", models, StringComparison.Ordinal));
        Assert.NotEqual(original, changed);
        Path = System.IO.Path.Combine(_folder, "desktop.profile.json");
        File.WriteAllText(Path, changed);
    }

    public string Path { get; }

    /// <summary>The folder, for whatever else belongs to the test.</summary>
    public string Folder => _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
