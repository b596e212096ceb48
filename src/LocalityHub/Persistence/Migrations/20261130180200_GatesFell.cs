using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Since when a gate of a raised case is met no more.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130180200_GatesFell")]
    public partial class GatesFell : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(name: "gates_fell_on", table: "panel_case", type: "date", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "gates_fell_on", table: "panel_case");
        }
    }
}
