using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>Figures without the pipeline and with it, and when they were worked out. Those from before were of both together: they are made anew.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261130140300_SufficiencyApart")]
    public partial class SufficiencyApart : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("delete from sufficiency");
            migrationBuilder.AddColumn<DateTimeOffset>(name: "looked_at", table: "sufficiency", type: "timestamp with time zone", nullable: false);
            migrationBuilder.AddColumn<string>(name: "with_pipeline", table: "sufficiency", type: "jsonb", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "with_pipeline", table: "sufficiency");
            migrationBuilder.DropColumn(name: "looked_at", table: "sufficiency");
        }
    }
}
