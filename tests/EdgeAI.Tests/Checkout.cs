namespace EdgeAI.Tests;

/// <summary>Where this checkout and the shared data lie.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds EdgeAI.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file or folder inside the checkout.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The path of a shared data file; skips the running test, saying so, where the folder is absent.</summary>
    public static string SharedData(params string[] parts)
    {
        string folder = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));
        Assert.SkipUnless(Directory.Exists(folder), "needs the shared data folder: ../shared/data beside the checkout");
        return Path.Combine([folder, .. parts]);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeAI.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"EdgeAI.sln stands in no folder above {AppContext.BaseDirectory}: run the tests from the checkout they were built in");
    }
}
