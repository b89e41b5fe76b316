using EdgeCollector.Cli;

return await CommandLine.RunAsync(args, CliHost.FromProcess());
