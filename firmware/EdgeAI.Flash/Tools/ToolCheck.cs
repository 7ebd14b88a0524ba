using System.Text.RegularExpressions;
using EdgeAI.Flash.Commands;
using EdgeAI.Flash.Plans;

namespace EdgeAI.Flash.Tools;

/// <summary>Whether everything that a plan calls is installed, before anything is begun.</summary>
internal static partial class ToolCheck
{
    private const string ProjectSystemVariable = "NanoFrameworkProjectSystemPath";
    private const string ProjectSystemFile = "NFProjectSystem.props";

    /// <summary>Checks the tools of a line.</summary>
    /// <returns>Where nanoFramework's project system lies; null for where MSBuild looks by itself, and for the preview line.</returns>
    /// <exception cref="FlashFailedException">Something is missing: one line each, with how to get it.</exception>
    public static async Task<string?> RunAsync(FirmwareLine line, CancellationToken stop)
    {
        List<string> missing = [];
        string? projectSystem = null;
        Require("dotnet", "install the .NET 10 SDK (Debian: dotnet-sdk-10.0; otherwise dotnet.microsoft.com/download)", missing);
        if (Require("nanoff", $"dotnet tool install -g nanoff --version {FlashPlan.NanoffVersion}", missing) && await VersionProblemAsync(stop).ConfigureAwait(false) is { } problem)
        {
            missing.Add(problem);
        }

        if (line == FirmwareLine.Stable)
        {
            Require("nuget", "install the NuGet command line (it comes with mono-complete of the Mono project; on Windows: winget install Microsoft.NuGet)", missing);
            Require("msbuild", "install MSBuild (mono-complete of the Mono project; on Windows run from Visual Studio's developer prompt), or build the preview with --line 2.0, which needs .NET alone", missing);
            projectSystem = ProjectSystem();
            if (projectSystem is null && !OperatingSystem.IsWindows())
            {
                missing.Add($"nanoFramework's project system is missing: code --install-extension nanoframework.vscode-nanoframework, or set {ProjectSystemVariable} to the folder that holds {ProjectSystemFile}");
            }
        }

        return missing.Count == 0 ? projectSystem : throw new FlashFailedException(string.Join('\n', missing));
    }

    /// <summary>Where nanoFramework's project system lies: where the environment says, else in the newest of Visual Studio Code's extensions; null where neither has it.</summary>
    public static string? ProjectSystem()
    {
        string? named = Environment.GetEnvironmentVariable(ProjectSystemVariable);
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(Path.Combine(named, ProjectSystemFile)) ? WithSeparator(named) : null;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return ((string[])[".vscode", ".vscode-server"])
            .Select(folder => Path.Combine(home, folder, "extensions"))
            .Where(Directory.Exists)
            .SelectMany(static folder => Directory.EnumerateDirectories(folder, "nanoframework.vscode-nanoframework-*"))
            .OrderByDescending(static folder => Version.TryParse(folder[(folder.LastIndexOf('-') + 1)..], out Version? version) ? version : new Version())
            .Select(static folder => Path.Combine(folder, "dist", "utils", "nanoFramework", "v1.0"))
            .Where(static folder => File.Exists(Path.Combine(folder, ProjectSystemFile)))
            .Select(WithSeparator)
            .FirstOrDefault();
    }

    private static string WithSeparator(string folder) => folder.TrimEnd('/', '\\') + '/';

    private static bool Require(string program, string mend, List<string> missing)
    {
        if (ToolPath.Find(program) is not null)
        {
            return true;
        }

        missing.Add($"{program} is missing: {mend}");
        return false;
    }

    /// <summary>Other versions have other options: 3.0 turns them into verbs. One that does not tell its version is taken as it is.</summary>
    private static async Task<string?> VersionProblemAsync(CancellationToken stop)
    {
        ToolResult result = await ToolProcess.RunAsync(new ToolCommand("nanoff", ["--version"]), static _ => { }, stop).ConfigureAwait(false);
        Match told = VersionText().Match(string.Join('\n', result.Output));
        if (!told.Success || !Version.TryParse(told.Value, out Version? version))
        {
            return null;
        }

        Version wanted = Version.Parse(FlashPlan.NanoffVersion);
        return version.Major == wanted.Major && version >= wanted
            ? null
            : $"nanoff is version {version}, and these are the commands of {FlashPlan.NanoffVersion}: dotnet tool update -g nanoff --version {FlashPlan.NanoffVersion} --allow-downgrade";
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+")]
    private static partial Regex VersionText();
}
