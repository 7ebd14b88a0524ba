using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>
/// Keeps OnnxRuntime from reporting to its maker. Its Linux and macOS builds upload usage unless ORT_DISABLE_TELEMETRY=1
/// stands in the process's environment before the library initialises (Privacy.md of the package, "Disabling Telemetry");
/// DisableTelemetryEvents alone comes after the first event and leaves the uploader and a device identifier on disk.
/// .NET keeps its own copy of the environment on Unix, which getenv does not see, hence the call into libc. Traced on
/// Linux with 1.31.1: without it, with the API alone or with .NET's variable alone, a device identifier and an event
/// database appear under ~/.cache/Microsoft; after this call neither does, and no socket is opened.
/// Call it early: setenv must not run while another thread reads the native environment (setenv(3), "Attributes").
/// </summary>
public static partial class InferenceTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";
    private static readonly Lock Gate = new();
    private static bool _isOff;

    /// <summary>Switches telemetry off for the life of the process. Every session does so before it loads the library; calling it again costs nothing.</summary>
    /// <exception cref="InvalidOperationException">OnnxRuntime was already started elsewhere without it, or the environment cannot be set.</exception>
    public static void SwitchOff()
    {
        lock (Gate)
        {
            if (_isOff)
            {
                return;
            }

            if (OrtEnv.IsCreated && Environment.GetEnvironmentVariable(Variable) != "1")
            {
                throw new InvalidOperationException("OnnxRuntime was started before its telemetry was switched off: call InferenceTelemetry.SwitchOff first");
            }

            Forbid();
            OrtEnv.Instance().DisableTelemetryEvents();
            _isOff = true;
        }
    }

    /// <summary>Sets the variable alone and loads nothing: what a program calls first that may yet be told which library to use.</summary>
    /// <exception cref="InvalidOperationException">The environment cannot be set.</exception>
    public static void Forbid()
    {
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows() && SetEnvironment(Variable, "1", 1) != 0)
        {
            throw new InvalidOperationException($"{Variable}=1 cannot be set: set it in the environment that starts the program");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
