using System.CommandLine;
using System.Globalization;
using EdgeAI.Perception.Networks;

namespace EdgeAI.Robot.Commands;

/// <summary>The command convert-network: an ONNX file becomes the C# class of an int8 network that a board runs.</summary>
internal static class NetworkConversion
{
    private static readonly Argument<string> Model = new("MODEL.onnx") { Description = "The network: a chain of Conv (1-D), Gemm, MatMul, Add, Relu, MaxPool, AveragePool, Flatten, Softmax, ArgMax." };

    private static readonly Option<string> Calibration = new("--calibration") { Description = "Inputs like those that it will get, one a line, comma-separated.", Required = true };

    private static readonly Option<string> Output = new("--output") { Description = "The C# file to write; its name without .g.cs or .cs is the class.", Required = true };

    private static readonly Option<string> Namespace = new("--namespace") { Description = "The class's namespace.", DefaultValueFactory = static _ => "EdgeAI.Device.Networks" };

    private static readonly Option<double?> InputScale = new("--input-scale") { Description = "The value of one step of the input, with 0 as zero point; without it both come from the calibration inputs." };

    private static readonly Option<string> Questions = new("--questions") { Description = "More inputs, answered by the int8 network." };

    private static readonly Option<string> Answers = new("--answers") { Description = "Where the answers to --questions are written, one a line." };

    /// <summary>Makes the command.</summary>
    /// <param name="guard">Turns what is thrown into lines and an exit code.</param>
    public static Command Make(Func<Func<int>, int> guard)
    {
        Command command = new("convert-network", "Makes an int8 network for boards from an ONNX file (firmware/NETWORKS.md).") { Model, Calibration, Output, Namespace, InputScale, Questions, Answers };
        command.SetAction(parsed => guard(() => Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string output = parsed.GetRequiredValue(Output);
        string? questions = parsed.GetValue(Questions);
        string? answers = parsed.GetValue(Answers);
        string typeName = Path.GetFileName(output).Split('.')[0];
        if (!IsName(typeName) || !parsed.GetRequiredValue(Namespace).Split('.').All(IsName))
        {
            throw new CannotRunException($"--output {output}: '{typeName}' in '{parsed.GetValue(Namespace)}' is no name for a class: call the file SomeNetwork.g.cs");
        }

        if (questions is null != answers is null)
        {
            throw new CannotRunException("--questions and --answers belong together: give both or neither");
        }

        ConversionRequest request = new()
        {
            ModelPath = parsed.GetRequiredValue(Model),
            CalibrationPath = parsed.GetRequiredValue(Calibration),
            TypeName = typeName,
            NamespaceName = parsed.GetRequiredValue(Namespace),
            InputScale = parsed.GetValue(InputScale),
            QuestionsPath = questions,
        };
        if (!NetworkConverter.TryConvert(request, out ConvertedNetwork? converted, out string problem))
        {
            throw new CannotRunException(problem);
        }

        Write(output, converted!.Source);
        if (answers is not null)
        {
            Write(answers, string.Concat(converted.Answers.Select(static row => string.Join(",", row.Select(static value => value.ToString("R", CultureInfo.InvariantCulture))) + "\n")));
        }

        Console.WriteLine($"{output}: digest {converted.Digest}");
        Console.WriteLine($"  {converted.TableBytes} bytes of tables, {converted.Multiplications} multiplications a run");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  against OnnxRuntime on {converted.CalibrationRows} calibration inputs: same best class {converted.SameBest:P1}, outputs at most {converted.LargestDifference:g3} apart"));
        return ExitCode.Success;
    }

    private static bool IsName(string text) => text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static void Write(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"{path}: cannot be written ({error.Message.Split('\n')[0].TrimEnd('.')}): name a file in a folder that exists", error);
        }
    }
}
