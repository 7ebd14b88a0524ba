using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Tests.Perception.Sessions;

public sealed class InferenceLibraryTests
{
    private const string Mend = "name the libonnxruntime.so of your own build, or leave 'inferenceLibrary' out for the one that comes along";

    [Fact]
    public void Library_ThatIsNotThere_IsRefusedWithTheMend()
    {
        string path = Path.Combine(Path.GetTempPath(), "edgeai-no-such-library.so");
        Assert.False(InferenceLibrary.TryUse(path, out string problem));
        Assert.Equal($"{path}: no such file: {Mend}", problem);
    }

    [Fact]
    public void Library_ThatIsNone_IsRefusedInOneLine()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "no library");
        Assert.False(InferenceLibrary.TryUse(path, out string problem));
        Assert.StartsWith($"{path}: cannot be loaded (", problem, StringComparison.Ordinal);
        Assert.EndsWith($"): {Mend}", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
        File.Delete(path);
    }

    [Fact]
    public void Library_OfSomethingElse_IsRefusedByWhatItLacks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: a C library at a known place");
        string path = Directory.EnumerateFiles("/usr/lib", "libc.so.6", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 2 }).First();
        Assert.False(InferenceLibrary.TryUse(path, out string problem));
        Assert.Equal($"{path}: is no OnnxRuntime: it does not export OrtGetApiBase: {Mend}", problem);
    }

    [Fact]
    public void Library_AfterASessionWasOpened_IsRefused()
    {
        using Model model = ShippedModels.Open(ShippedModels.Grasp);
        string? own = Directory.EnumerateFiles(AppContext.BaseDirectory, "libonnxruntime.so", SearchOption.AllDirectories).FirstOrDefault();
        Assert.SkipWhen(own is null, "needs the package's Linux library beside the tests");
        Assert.False(InferenceLibrary.TryUse(own, out string problem));
        Assert.Equal($"{own}: another OnnxRuntime is already in use, and a process takes one: start the program again", problem);
    }
}
