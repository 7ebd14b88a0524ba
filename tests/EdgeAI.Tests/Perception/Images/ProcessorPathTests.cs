using System.Diagnostics;

namespace EdgeAI.Tests.Perception.Images;

/// <summary>Runs the comparisons again in a process that may use fewer of the processor's instructions: every path has the same bits.</summary>
public class ProcessorPathTests
{
    private const string Mark = "EDGEAI_FEWER_INSTRUCTIONS";

    /// <summary>Whether this is such a process.</summary>
    internal static bool HasFewerInstructions => Environment.GetEnvironmentVariable(Mark) is not null;

    [Theory]
    [InlineData("EnableAVX512")]
    [InlineData("EnableAVX2")]
    [InlineData("EnableHWIntrinsic")]
    public void Convert_WithFewerInstructions_HasTheSameBits(string instructions)
    {
        Assert.SkipWhen(HasFewerInstructions, "this is the process with fewer instructions");
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            Environment = { [$"DOTNET_{instructions}"] = "0", [Mark] = instructions },
        };
        string assembly = typeof(ProcessorPathTests).Assembly.Location;
        string[] arguments = ["-class", typeof(ImageToTensorTests).FullName!, "-class", typeof(OpenCvVectorTests).FullName!];
        bool isHosted = Path.GetFileNameWithoutExtension(start.FileName) == "dotnet";
        foreach (string argument in isHosted ? [assembly, .. arguments] : arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, output);
        Assert.Contains(typeof(ImageToTensorTests).Assembly.GetName().Name!, output, StringComparison.Ordinal);
    }
}
