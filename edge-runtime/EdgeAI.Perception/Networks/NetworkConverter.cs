using System.Security.Cryptography;
using EdgeAI.Device.Networks;
using EdgeAI.Perception.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Networks;

/// <summary>Makes an int8 network for boards from an ONNX file and inputs to calibrate it with, and judges it by OnnxRuntime.</summary>
public static class NetworkConverter
{
    private const long MaxFileBytes = 16 << 20;

    // Single and double precision agree to far less; a wrong kernel, padding or order of weights differs by far more.
    private const double Tolerance = 1e-3;

    /// <summary>Converts. Never throws for what the files hold.</summary>
    /// <param name="request">What and how.</param>
    /// <param name="converted">The network, or null.</param>
    /// <param name="problem">One line that names the file, what cannot be converted and the mend; empty on success.</param>
    public static bool TryConvert(ConversionRequest request, out ConvertedNetwork? converted, out string problem)
    {
        ArgumentNullException.ThrowIfNull(request);
        converted = null;
        if (request.InputScale is { } scale && (!double.IsFinite(scale) || scale <= 0))
        {
            problem = $"the input's scale is {scale}: give a positive number";
            return false;
        }

        if (!TryReadModel(request.ModelPath, out byte[] content, out FloatNetwork? network, out problem)
            || !SampleRows.TryRead(request.CalibrationPath, network!.Inputs, out List<double[]> calibration, out problem))
        {
            return false;
        }

        List<double[]> questions = [];
        if (request.QuestionsPath is { } path && !SampleRows.TryRead(path, network.Inputs, out questions, out problem))
        {
            return false;
        }

        try
        {
            List<double[]> expected = OnnxAnswers.Of(content, network, calibration);
            double apart = Enumerable.Range(0, calibration.Count).Max(row => Apart(network.Run(calibration[row]), expected[row]));
            if (!(apart <= Tolerance * Math.Max(1, expected.Max(static row => row.Select(Math.Abs).DefaultIfEmpty().Max()))))
            {
                problem = $"{request.ModelPath}: OnnxRuntime's answers are {apart:g3} apart from the converter's own reading of the file: a defect of the converter, please report it with the file";
                return false;
            }

            converted = Convert(request, content, network, calibration, expected, questions);
            return true;
        }
        catch (ArgumentException refusal)
        {
            problem = $"{request.ModelPath}: {refusal.Message}";
        }
        catch (OnnxRuntimeException error)
        {
            problem = $"{request.ModelPath}: OnnxRuntime cannot run it ({error.Message.Split('\n')[0].TrimEnd('.')}): export it again";
        }

        return false;
    }

    private static bool TryReadModel(string path, out byte[] content, out FloatNetwork? network, out string problem)
    {
        content = [];
        network = null;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes } file)
            {
                problem = $"{path}: {file.Length} bytes, more than the {MaxFileBytes} of a network that could fit a board";
                return false;
            }

            content = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: cannot be read ({error.Message.Split('\n')[0].TrimEnd('.')}): name an ONNX file";
            return false;
        }

        if (OnnxGraph.Read(content) is not { } graph)
        {
            problem = $"{path}: is no ONNX file, or a damaged one: export it again";
            return false;
        }

        bool isRead = OnnxChain.TryRead(graph, out network, out string fault);
        problem = isRead ? "" : $"{path}: {fault}";
        return isRead;
    }

    private static ConvertedNetwork Convert(
        ConversionRequest request, byte[] content, FloatNetwork network, List<double[]> calibration, List<double[]> expected, List<double[]> questions)
    {
        QuantizedNetwork quantized = Quantizer.Quantize(network, calibration, request.InputScale);
        Network made = quantized.Make();
        byte[] digest = new byte[32];
        made.CopyDigest(digest);
        string digestText = System.Convert.ToHexStringLower(digest);
        string modelDigest = System.Convert.ToHexStringLower(SHA256.HashData(content));
        double largest = 0;
        int same = 0;
        for (int row = 0; row < calibration.Count; row++)
        {
            double[] answer = quantized.Answer(made, calibration[row]);
            largest = Math.Max(largest, Apart(answer, expected[row]));
            same += Best(answer) == Best(expected[row]) && (!network.EndsInArgMax || answer[0] == expected[row][0]) ? 1 : 0;
        }

        return new ConvertedNetwork
        {
            Network = made,
            Source = NetworkSource.Write(quantized, digestText, TitleOf(request.ModelPath), modelDigest, request.TypeName, request.NamespaceName),
            Digest = digestText,
            ModelDigest = modelDigest,
            TableBytes = quantized.Layers.Sum(static layer => layer.Weights.Length + (4 * layer.Biases.Length) + (5 * layer.Multipliers.Length)),
            Multiplications = quantized.Layers.Sum(static layer => (long)layer.Weights.Length * (layer.Source.Convolution?.OutputSamples ?? 1)),
            CalibrationRows = calibration.Count,
            LargestDifference = largest,
            SameBest = (double)same / calibration.Count,
            Answers = [.. questions.Select(question => quantized.Answer(made, question))],
        };
    }

    // The folder tells models apart: their files are all called model.onnx. A whole path would tie the generated text to one machine.
    private static string TitleOf(string path) => $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))}/{Path.GetFileName(path)}";

    private static double Apart(double[] one, double[] other) => one.Length != other.Length
        ? double.PositiveInfinity
        : one.Zip(other, static (left, right) => Math.Abs(left - right)).Max();

    private static int Best(double[] values) => Array.IndexOf(values, values.Max());
}
